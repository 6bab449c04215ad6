// All calls of the npm package stable-diffusion-api: node stable_diffusion_api_calls.mjs http://127.0.0.1:7860
import assert from 'node:assert';
import sharp from 'sharp';
import client from 'stable-diffusion-api';

const api = new client.StableDiffusionApi({ baseUrl: process.argv[2], timeout: 240_000 });
const small = { width: 64, height: 64, steps: 1, seed: 7 };

const drawn = await api.txt2img({ prompt: 'a house', negative_prompt: 'night', ...small });
const picture = sharp(await drawn.image.png().toBuffer());
assert.equal((await picture.metadata()).width, 64);
assert.equal((await api.txt2img({ prompt: 'two houses', batch_size: 2, ...small })).images.length, 2);
await api.img2img({ init_images: [picture], prompt: 'a house, snow', denoising_strength: 0.5, ...small });

const larger = await api.extraSingle({ image: picture, upscaler_1: 'Lanczos', upscaling_resize: 2 });
assert.equal((await larger.image.metadata()).width, 128);
// It sends image_list in the place of imageList, which webUI refuses too.
const two = { images: [picture, picture], name_list: ['a', 'b'], upscaler_1: 'Nearest' };
await assert.rejects(api.extraBatch(two), /422/);
await api.pngInfo(picture);
await assert.rejects(api.interrogate(picture, 'clip'), /422/);

assert.ok((await api.getOptions()).sd_model_checkpoint);
await api.setOptions({ CLIP_stop_at_last_layers: 1 });
assert.equal((await api.getProgress(true)).state.job_count, 0);
assert.ok((await api.getCmdFlags()).api);
assert.ok((await api.getSamplers()).some((one) => one.name === 'Euler a'));
assert.ok((await api.getUpscalers()).length > 0);
assert.ok((await api.getSdModels()).length > 0);
await api.getHypernetworks();
await api.getFaceRestorers();
await api.getRealesrganModels();
await api.getPromptStyles();
await api.refreshCheckpoints();
assert.ok(await api.getCurrentModel());
await api.waitForReady(0.05);
await api.ControlNet.getModels();
assert.ok((await api.ControlNet.getModules()).includes('none'));
await api.ControlNet.detect({ controlnet_input_images: [picture], controlnet_module: 'invert' });
