"""Makes img2img.safetensors, inpainting/ and edit/: python img2img.py, from this folder.

Latents of pictures that are drawn anew, by diffusers. Euler: its pipelines for img2img and for inpainting with 4 and 9
channels, begun at the noise level and for the steps of webUI's denoising strength, int(strength * steps) + 1 of them.
DDIM: its scheduler in a loop, because webUI begins one time step late, leaves out the last one, and shows the network
the kept place without noise. Noise is webUI's "NV" source, encoded pictures are means.
8 channels: the pipeline of instruct-pix2pix, given webUI's first latents at strength 1, the picture with noise.
"""
import json

import numpy as np
import torch
from diffusers import (AutoencoderKL, DDIMScheduler, EulerDiscreteScheduler, StableDiffusionImg2ImgPipeline,
                       StableDiffusionInpaintPipeline, StableDiffusionInstructPix2PixPipeline, UNet2DConditionModel)
from diffusers.models.autoencoders.vae import DiagonalGaussianDistribution
from diffusers.pipelines.stable_diffusion import pipeline_stable_diffusion_img2img as img2img
from diffusers.pipelines.stable_diffusion import pipeline_stable_diffusion_inpaint as inpaint
from safetensors.torch import save_file
from transformers import CLIPTextModel, CLIPTokenizer

BASE = "../../fixtures/diffusers/default/"
PROMPT, NEGATIVE = "a boy, green shirt, beach, sunset", "night"
STEPS, STRENGTH, CFG, SEED, SIDE = 10, 0.5, 6.0, 5, 128
TAKEN = int(STRENGTH * STEPS)


def noise(seed, count):
    counter = np.zeros((4, count), np.uint64)
    counter[2] = np.arange(count)
    low = np.uint64(0xFFFFFFFF)
    for turn in range(10):
        a, b = counter[0] * np.uint64(0xD2511F53), counter[2] * np.uint64(0xCD9E8D57)
        key = [np.uint64((part + turn * step) & 0xFFFFFFFF)
               for part, step in ((seed & 0xFFFFFFFF, 0x9E3779B9), (seed >> 32, 0xBB67AE85))]
        counter = np.stack([(b >> np.uint64(32)) ^ counter[1] ^ key[0], b & low,
                            (a >> np.uint64(32)) ^ counter[3] ^ key[1], a & low])
    inverse = np.float32(2.3283064e-10)
    u = counter[0].astype(np.float32) * inverse + inverse / 2
    v = counter[1].astype(np.float32) * (inverse * np.float32(6.2831855)) + inverse * np.float32(6.2831855) / 2
    return torch.from_numpy((np.sqrt(-2 * np.log(u)) * np.sin(v)).astype(np.float32))


FIRST = noise(SEED, 4 * 16 * 16).reshape(1, 4, 16, 16)
DiagonalGaussianDistribution.sample = lambda self, generator=None: self.mode()
img2img.randn_tensor = inpaint.randn_tensor = lambda shape, **more: FIRST.clone()

y, x = np.mgrid[:SIDE, :SIDE]
picture = np.stack([(2 * x + y) // 2 % 256, (x + 3 * y) // 3 % 256, 255 - (x * y) // 80 % 256], 2).astype(np.uint8)
colors = torch.from_numpy(picture).permute(2, 0, 1)[None].float() / 127.5 - 1
white = torch.zeros(1, 1, SIDE, SIDE)
white[:, :, 32:88, 40:104] = 1
drawn = white[:, :, ::8, ::8]


def dense(folder, channels, seed):
    """A UNet with dense random weights, in float16 as it is written."""
    torch.manual_seed(seed)
    unet = UNet2DConditionModel(
        sample_size=16, in_channels=channels, out_channels=4, block_out_channels=(16, 32), layers_per_block=1, norm_num_groups=8,
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"), up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
        cross_attention_dim=128, attention_head_dim=4)
    for value in unet.parameters():
        value.data = torch.randn(value.shape) * 0.3 / max(1, value[0].numel()) ** 0.5 + (value.dim() == 1) * value.data
    unet.half().save_pretrained(folder)
    return unet.float()


vae = AutoencoderKL.from_pretrained(BASE + "vae", torch_dtype=torch.float32)
encoder = CLIPTextModel.from_pretrained(BASE + "text_encoder", torch_dtype=torch.float32)
tokenizer = CLIPTokenizer.from_pretrained(BASE + "tokenizer")
nets = {4: UNet2DConditionModel.from_pretrained(BASE + "unet", torch_dtype=torch.float32),
        8: dense("edit", 8, 4), 9: dense("inpainting", 9, 3)}
betas = dict(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear")


def embed(text):
    ids = tokenizer(text, padding="max_length", max_length=77, truncation=True, return_tensors="pt").input_ids
    return encoder(ids)[0]


def latents(colors):
    return vae.encode(colors).latent_dist.mode() * vae.config.scaling_factor


cond, uncond, init = embed(PROMPT), embed(NEGATIVE), latents(colors)


def euler(kind, channels, **more):
    scheduler = EulerDiscreteScheduler(use_karras_sigmas=True, timestep_spacing="linspace", **betas)
    pipe = kind(vae, encoder, tokenizer, nets[channels], scheduler, None, None, requires_safety_checker=False)
    pipe.set_progress_bar_config(disable=True)
    return pipe(PROMPT, negative_prompt=NEGATIVE, image=(colors + 1) / 2, num_inference_steps=STEPS, guidance_scale=CFG,
                strength=(TAKEN + 1) / STEPS, output_type="latent", **more).images


def keep(pipe, step, timestep, tensors):
    """webUI keeps the place around the mask with models of 9 channels, too."""
    level = pipe.scheduler.sigmas[pipe.scheduler.step_index]
    tensors["latents"] = tensors["latents"] * drawn + (init + FIRST * level) * (1 - drawn)
    return tensors


def ddim(channels, mask=None):
    """mask: which latents are drawn anew; None for all."""
    scheduler = DDIMScheduler(timestep_spacing="leading", steps_offset=1, clip_sample=False, set_alpha_to_one=False, **betas)
    scheduler.set_timesteps(STEPS)
    times = scheduler.timesteps[len(scheduler.timesteps) - TAKEN - 1:]
    x = scheduler.add_noise(init, FIRST, times[:1])
    context = torch.cat([uncond, cond])
    shown = torch.ones_like(white) if mask is None else white
    behind = None if channels == 4 else torch.cat([shown[:, :, ::8, ::8], latents(colors * (1 - shown))], 1)
    for t in times[1:-1]:
        seen = x if mask is None else x * mask + init * (1 - mask)
        sample = seen if behind is None else torch.cat([seen, behind], 1)
        low, high = nets[channels](torch.cat([sample, sample]), t, context).sample.chunk(2)
        x = scheduler.step(low + CFG * (high - low), t, x).prev_sample
    return x if mask is None else x * mask + init * (1 - mask)


class LateDdim(DDIMScheduler):
    """webUI's time steps at strength 1: without the first and the last of them."""

    def set_timesteps(self, count, device=None):
        super().set_timesteps(count)
        self.noise_step, self.timesteps = self.timesteps[:1], self.timesteps[1:-1]


def edit(scheduler, first, image_cfg):
    """first: the latents that the sampler begins with."""
    pipe = StableDiffusionInstructPix2PixPipeline(vae, encoder, tokenizer, nets[8], scheduler, None, None,
                                                  requires_safety_checker=False)
    pipe.set_progress_bar_config(disable=True)
    return pipe(PROMPT, negative_prompt=NEGATIVE, image=(colors + 1) / 2, num_inference_steps=STEPS, guidance_scale=CFG,
                image_guidance_scale=image_cfg, latents=first / scheduler.init_noise_sigma, output_type="latent").images


def edit_euler(image_cfg):
    scheduler = EulerDiscreteScheduler(use_karras_sigmas=True, timestep_spacing="linspace", **betas)
    scheduler.set_timesteps(STEPS)
    return edit(scheduler, init + FIRST * scheduler.sigmas[0], image_cfg)


def edit_ddim(image_cfg):
    scheduler = LateDdim(timestep_spacing="leading", steps_offset=1, clip_sample=False, set_alpha_to_one=False, **betas)
    scheduler.set_timesteps(STEPS)
    return edit(scheduler, scheduler.add_noise(init, FIRST, scheduler.noise_step), image_cfg)


with torch.no_grad():
    tensors = {
        "cond": cond[0], "uncond": uncond[0], "init": init,
        "euler": euler(StableDiffusionImg2ImgPipeline, 4),
        "euler_mask": euler(StableDiffusionInpaintPipeline, 4, mask_image=white, height=SIDE, width=SIDE),
        "euler_9": euler(StableDiffusionInpaintPipeline, 9, mask_image=torch.ones_like(white), height=SIDE, width=SIDE),
        "euler_9_mask": euler(StableDiffusionInpaintPipeline, 9, mask_image=white, height=SIDE, width=SIDE,
                              callback_on_step_end=keep),
        "ddim": ddim(4), "ddim_mask": ddim(4, mask=drawn), "ddim_9": ddim(9), "ddim_9_mask": ddim(9, mask=drawn),
        "euler_8": edit_euler(1.5), "ddim_8": edit_ddim(1.5), "euler_8_plain": edit_euler(1.0), "ddim_8_plain": edit_ddim(1.0),
    }
for name, value in tensors.items():
    assert torch.isfinite(value).all(), name
    print(name, tuple(value.shape), value.abs().max().item())
save_file({name: value.contiguous() for name, value in tensors.items()}, "img2img.safetensors")
for folder in ("inpainting", "edit"):
    config = json.load(open(folder + "/config.json"))
    kept = {key: value for key, value in config.items() if value is not None}
    json.dump(kept, open(folder + "/config.json", "w"), indent=2)
