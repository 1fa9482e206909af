#!/usr/bin/env bash
# Makes clip.mp4 from nothing but ffmpeg's own test sources: 4.2 s of a moving test card, 25 frames a second,
# H.264 and AAC, filmed "on its side" (rotation 90) and with the index at the end of the file, as a telephone
# writes it. Needs ffmpeg 5 with libx264 (Debian 12: apt-get install ffmpeg). The result is committed.
set -euo pipefail
cd "$(dirname "$0")"
upright=$(mktemp --suffix=.mp4)
trap 'rm -f "$upright"' EXIT
ffmpeg -v error -y \
  -f lavfi -i "testsrc2=size=640x360:rate=25:duration=4.2" \
  -f lavfi -i "sine=frequency=440:sample_rate=48000:duration=4.2" \
  -c:v libx264 -profile:v high -pix_fmt yuv420p -preset slow -crf 30 -g 50 \
  -c:a aac -b:a 48k -ac 1 -map_metadata -1 -fflags +bitexact -flags:v +bitexact -flags:a +bitexact \
  "$upright"
ffmpeg -v error -y -i "$upright" -c copy -metadata:s:v:0 rotate=90 -fflags +bitexact clip.mp4
ls -l clip.mp4
