import * as v from 'valibot';

/** The message on the topic: where the clip lies and who uploaded it. */
export const VideoUploaded = v.object({
  bucket: v.pipe(v.string(), v.minLength(3), v.maxLength(63)),
  key: v.pipe(v.string(), v.minLength(1), v.maxLength(1024)),
  uploadedBy: v.pipe(v.string(), v.rfcEmail()),
});

export type VideoUploaded = v.InferOutput<typeof VideoUploaded>;
