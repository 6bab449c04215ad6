// All calls of the npm package node-sd-webui: node node_sd_webui_calls.cjs http://127.0.0.1:7860
const assert = require('node:assert');
const { default: sdwebui } = require('node-sd-webui');

const small = { width: 64, height: 64, steps: 1, seed: 7 };

async function main(apiUrl) {
  const client = sdwebui({ apiUrl });
  const drawn = await client.txt2img({
    prompt: 'a house',
    negativePrompt: 'night',
    samplingMethod: 'Euler a',
    cfgScale: 6,
    variationSeed: 3,
    variationSeedStrength: 0.2,
    resizeSeedFromWidth: 0,
    resizeSeedFromHeight: 0,
    restoreFaces: false,
    batchSize: 2,
    batchCount: 1,
    ...small,
  });
  assert.equal(drawn.images.length, 2);
  await client.txt2img({ prompt: 'a house', samplingMethod: 'DPM++ 2M Karras', ...small });
  const hires = { upscaler: 'Latent', upscaleBy: 2, steps: 1, denoisingStrength: 0.6, resizeWidthTo: 0, resizeHeigthTo: 0 };
  assert.equal((await client.txt2img({ prompt: 'a house', hires, ...small })).images.length, 1);
  const script = { name: 'X/Y/Z plot', args: [4, '1, 2', [], 0, '', [], 0, '', [], true, false, false, false, false, false, false, 0, false] };
  assert.ok((await client.txt2img({ prompt: 'a house', script, ...small })).images.length > 0);

  const imageData = [drawn.images[0]];
  assert.equal((await client.img2img({ imageData, prompt: 'a house, snow', ...small })).images.length, 1);
  const info = await client.pngInfo({ imageData: drawn.images[0] });
  assert.deepEqual([info.prompt, info.negativePrompt, info.steps], ['a house', 'night', 1]);

  // It asks for a route that left the ControlNet extension in 2023.
  const extensions = { controlNet: [{ inputImageData: drawn.images[0], preprocessor: 'none' }] };
  await assert.rejects(client.txt2img({ prompt: 'a house', extensions, ...small }));
  await assert.rejects(client.img2img({ imageData, prompt: 'a house', extensions, ...small }));
}

main(process.argv[2]);
