import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fingerprint, isUpToDate, writeStamp } from '../../generator/fingerprint.ts';
import { filesBelow, treeHash, writeTree } from '../../generator/write-tree.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wayleave-generator-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('writing a tree', () => {
  it('makes the folder hold exactly its files', () => {
    mkdirSync(join(folder, 'old'));
    writeFileSync(join(folder, 'old/gone.ts'), 'x');
    writeTree(
      folder,
      new Map([
        ['a.ts', 'a'],
        ['b/c.ts', 'c'],
      ]),
    );
    expect(filesBelow(folder)).toEqual(['a.ts', 'b/c.ts']);
    expect(readFileSync(join(folder, 'b/c.ts'), 'utf8')).toBe('c');
  });

  it('leaves a file alone that is right already', () => {
    const tree = new Map([['a.ts', 'a']]);
    writeTree(folder, tree);
    utimesSync(join(folder, 'a.ts'), 1, 1);
    writeTree(folder, tree);
    expect(statSync(join(folder, 'a.ts')).mtimeMs).toBe(1000);
  });

  it('can be compared by a hash that knows paths from texts', () => {
    expect(treeHash(new Map([['a', 'bc']]))).not.toBe(treeHash(new Map([['ab', 'c']])));
    expect(
      treeHash(
        new Map([
          ['a', '1'],
          ['b', '2'],
        ]),
      ),
    ).toBe(
      treeHash(
        new Map([
          ['b', '2'],
          ['a', '1'],
        ]),
      ),
    );
  });
});

describe('the stamp', () => {
  function generated() {
    const folders = { sources: join(folder, 'src'), schemas: join(folder, 'schemas') };
    writeTree(
      folders.sources,
      new Map([
        ['sns.ts', ''],
        ['sns/topic.ts', ''],
      ]),
    );
    writeTree(folders.schemas, new Map([['aws-sns-topic.json', '']]));
    writeStamp(folders, 'abc');
    return folders;
  }

  it('holds while nothing has changed', () => {
    expect(isUpToDate(generated(), 'abc')).toBe(true);
  });

  it('does not hold for another generator or another specification', () => {
    expect(isUpToDate(generated(), 'abd')).toBe(false);
  });

  it.each(['src/sns/topic.ts', 'schemas/aws-sns-topic.json', 'src/.fingerprint'])(
    'does not hold when %s is gone',
    (file) => {
      const folders = generated();
      rmSync(join(folder, file));
      expect(isUpToDate(folders, 'abc')).toBe(false);
    },
  );

  it('is made of the generator’s own text', () => {
    mkdirSync(join(folder, 'generator'));
    mkdirSync(join(folder, 'src/schemas'), { recursive: true });
    writeFileSync(join(folder, 'src/schemas/lambda-runtimes.ts'), '');
    writeFileSync(join(folder, 'generator/a.ts'), '1');
    const before = fingerprint(join(folder, 'generator'));
    expect(fingerprint(join(folder, 'generator'))).toBe(before);
    writeFileSync(join(folder, 'generator/a.ts'), '2');
    expect(fingerprint(join(folder, 'generator'))).not.toBe(before);
  });
});
