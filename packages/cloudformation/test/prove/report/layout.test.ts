import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layerNodes } from '../../../src/prove/report/svg/layers.ts';
import { type Arrow, type Layout, layOut } from '../../../src/prove/report/svg/layout.ts';
import { drawnLines, textWidth } from '../../../src/prove/report/svg/text-size.ts';

interface Rect {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function rects(layout: Layout, heights: readonly number[], arrows: readonly Arrow[]): readonly Rect[] {
  return [
    ...layout.nodes.map(({ x, y, width }, index) => ({
      left: x,
      right: x + width,
      top: y,
      bottom: y + (heights[index] ?? 0),
    })),
    ...layout.arrows.map(({ label: { x, y } }, index) => {
      const { width, height, textHeight } = arrows[index]?.label ?? { width: 0, height: 0, textHeight: 0 };
      return {
        left: x - width / 2,
        right: x + width / 2,
        top: y - height / 2,
        bottom: y + height / 2 + textHeight,
      };
    }),
  ];
}

function overlap(a: Rect, b: Rect): boolean {
  const air = 0.01; // rounding
  return a.left < b.right - air && b.left < a.right - air && a.top < b.bottom - air && b.top < a.bottom - air;
}

const graph = fc.integer({ min: 2, max: 70 }).chain((count) =>
  fc.record({
    heights: fc.array(fc.integer({ min: 40, max: 120 }), { minLength: count, maxLength: count }),
    arrows: fc.array(
      fc
        .record({
          from: fc.nat(count - 1),
          to: fc.nat(count - 1),
          label: fc.record({
            width: fc.integer({ min: 30, max: 200 }),
            height: fc.constant(24),
            textHeight: fc.constantFrom(0, 0, 23, 98),
          }),
        })
        .filter(({ from, to }) => from !== to),
      { maxLength: 110 },
    ),
  }),
);

describe('layOut', () => {
  it('lets nothing that is written overlap, for any graph, cycles included', () => {
    fc.assert(
      fc.property(graph, ({ heights, arrows }) => {
        const layout = layOut(
          heights.map((height) => ({ width: 180, height })),
          arrows,
        );
        const all = rects(layout, heights, arrows);
        for (const [at, one] of all.entries())
          for (const other of all.slice(at + 1))
            if (overlap(one, other)) throw new Error(JSON.stringify([one, other]));
        for (const { left, right, top, bottom } of all) {
          expect(Math.min(left, top)).toBeGreaterThanOrEqual(-0.01);
          expect(right).toBeLessThanOrEqual(layout.width + 0.01);
          expect(bottom).toBeLessThanOrEqual(layout.height + 0.01);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('draws arrows from the card they leave to the card they reach', () => {
    fc.assert(
      fc.property(graph, ({ heights, arrows }) => {
        const layout = layOut(
          heights.map((height) => ({ width: 180, height })),
          arrows,
        );
        for (const [index, { from, to }] of arrows.entries()) {
          const points = layout.arrows[index]?.points ?? [];
          for (const [point, node] of [
            [points[0], from],
            [points.at(-1), to],
          ] as const) {
            const { x, y, width } = layout.nodes[node] ?? { x: 0, y: 0, width: 0 };
            expect([x, x + width].some((edge) => Math.abs(edge - (point?.x ?? Number.NaN)) < 0.01)).toBe(
              true,
            );
            expect(point?.y).toBeGreaterThan(y);
            expect(point?.y).toBeLessThan(y + (heights[node] ?? 0));
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('sets groups without a link apart, in the order of the road', () => {
    const label = { width: 60, height: 24, textHeight: 0 };
    const nodes = Array.from({ length: 40 }, () => ({ width: 180, height: 60 }));
    const arrows = Array.from({ length: 20 }, (_, pair) => ({ from: pair * 2, to: pair * 2 + 1, label }));
    const layout = layOut(nodes, arrows);
    expect(layout.width).toBeLessThan(1300);
    expect(layout.nodes[0]).toMatchObject({ x: 0, y: 0 });
    expect(layout.nodes[38]?.y).toBeGreaterThan(500);
  });

  it('is nothing for nothing', () => {
    expect(layOut([], [])).toEqual({ width: 0, height: 0, nodes: [], arrows: [] });
  });
});

describe('layerNodes', () => {
  it('places what leads on before what it leads to, by the longest way', () => {
    const { layers } = layerNodes(4, [
      { from: 0, to: 1 },
      { from: 1, to: 2 },
      { from: 0, to: 2 },
      { from: 3, to: 2 },
    ]);
    expect(layers).toEqual([0, 1, 2, 1]);
  });

  it('turns one link of a cycle', () => {
    const { turned, layers } = layerNodes(2, [
      { from: 0, to: 1 },
      { from: 1, to: 0 },
    ]);
    expect(turned).toEqual([false, true]);
    expect(layers).toEqual([0, 1]);
  });
});

describe('drawnLines', () => {
  it('never makes a line wider than there is room', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 200 }),
        fc.integer({ min: 60, max: 250 }),
        (text, width) => {
          const lines = drawnLines(text, width, 12, 3);
          expect(lines.length).toBeLessThanOrEqual(3);
          for (const line of lines) expect(textWidth(line, 12)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });

  it('shows where text is left, and of names the end', () => {
    const name = 'arn:aws:iam::444455556666:role/PartnerUploaderWithAVeryLongName';
    expect(drawnLines(name, 150, 13, 2, { keepEnd: true }).at(-1)).toMatch(/^….*LongName$/);
    expect(drawnLines('word '.repeat(50), 100, 12, 2).at(-1)).toMatch(/…$/);
  });
});
