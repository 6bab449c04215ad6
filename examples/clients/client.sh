#!/bin/sh
# Draws over both APIs with curl.
#
#   ./client.sh http://127.0.0.1:7860 folder
set -eu
server=$1
folder=$2

# webUI's way: the picture is base64 in the answer.
curl -sSf "$server/sdapi/v1/txt2img" -d '{"prompt": "a girl, red skirt, city, night", "steps": 8, "seed": 5}' |
  sed 's/.*"images" *: *\["\([^"]*\)".*/\1/' | base64 -d >"$folder/webui.png"

# Kiln's: a job of a name that we give, then its picture as PNG.
curl -sSf "$server/kiln/v1/jobs" -d '{"id": "house", "prompt": "a red roofed house", "steps": 8, "seed": 5}' >/dev/null
until curl -sSf "$server/kiln/v1/jobs/house/images/0" -o "$folder/kiln.png" 2>/dev/null; do
  curl -sSf "$server/kiln/v1/jobs/house" | grep -q '"FAILED"\|"failed"' && exit 1
  sleep 1
done

# An error is a sentence in "detail".
curl -sS "$server/sdapi/v1/txt2img" -d '{"prompt": "a girl", "width": 100}'
echo
