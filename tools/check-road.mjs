// Reads what `npm start -- --json` printed and holds it to what the road promises; where ffprobe is installed,
// the record is compared with what it says of the clip.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const { hops, record, timings } = JSON.parse(readFileSync(process.argv[2] ?? 0, 'utf8'));
assert.ok(hops.length >= 9, `only ${hops.length} hops`);
for (const hop of hops) {
  assert.equal(hop.allowed, true, `${hop.id} was refused: ${hop.decidedBy}`);
  assert.ok(hop.decidedBy.length > 0, `nothing says what decided ${hop.id}`);
}
assert.equal(record.rows, 1, 'the message was published twice and must leave one record');
assert.equal(record.createdBy.email, "o'brien+test@example.com");
assert.ok(record.createdOnBehalfBy !== null, 'the record was not written by impersonation');
assert.ok(Object.keys(timings).length > 0, 'no timings');

const clip = fileURLToPath(new URL('../examples/video-pipeline/clip/clip.mp4', import.meta.url));
const seen = ffprobe(clip);
if (seen === undefined) {
  process.stdout.write(
    `road: ${hops.length} hops allowed; ffprobe is not installed, so the record is not compared with it\n`,
  );
} else {
  assert.deepEqual(
    {
      duration: record.duration,
      codec: record.codec,
      width: record.width,
      height: record.height,
      rotation: record.rotation,
    },
    seen,
  );
  process.stdout.write(
    `road: ${hops.length} hops allowed; ffprobe says the same of the clip as the record\n`,
  );
}

function ffprobe(file) {
  let answer;
  try {
    answer = execFileSync('ffprobe', ['-v', 'error', '-of', 'json', '-show_format', '-show_streams', file]);
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
  const { streams, format } = JSON.parse(answer);
  const video = streams.find(({ codec_type: type }) => type === 'video');
  const turned = video.side_data_list?.find(({ rotation }) => rotation !== undefined)?.rotation ?? 0;
  return {
    duration: Number(format.duration),
    codec: video.codec_name,
    width: video.width,
    height: video.height,
    // ffprobe counts anticlockwise.
    rotation: (360 - turned) % 360,
  };
}
