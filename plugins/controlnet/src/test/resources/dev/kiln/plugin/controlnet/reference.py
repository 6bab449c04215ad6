"""Makes pipeline.safetensors, seg.png and pose.png with diffusers: python reference.py MODELS SEG_MAP.

Latents of StableDiffusionControlNetPipeline, and of the same loop written out where webUI's control
modes differ from diffusers'. Noise is webUI's "NV" source, so that a seed says it.
"""
import sys

import numpy as np
import torch
from diffusers import (AutoencoderKL, ControlNetModel, EulerDiscreteScheduler, MultiControlNetModel,
                       StableDiffusionControlNetPipeline, UNet2DConditionModel)
from PIL import Image, ImageDraw
from safetensors.torch import save_file
from transformers import CLIPTextModel, CLIPTokenizer

MODELS, SEG = sys.argv[1], sys.argv[2]
PROMPT, NEGATIVE = "a boy, green shirt, beach, sunset", "night"
STEPS, CFG, SEED = 10, 6.0, 5


def noise(seed, count):
    counter = np.zeros((4, count), np.uint64)
    counter[2] = np.arange(count)
    key = [seed & 0xFFFFFFFF, seed >> 32]
    low = np.uint64(0xFFFFFFFF)
    for turn in range(10):
        a, b = counter[0] * np.uint64(0xD2511F53), counter[2] * np.uint64(0xCD9E8D57)
        counter = np.stack([
            (b >> np.uint64(32)) ^ counter[1] ^ np.uint64((key[0] + turn * 0x9E3779B9) & 0xFFFFFFFF), b & low,
            (a >> np.uint64(32)) ^ counter[3] ^ np.uint64((key[1] + turn * 0xBB67AE85) & 0xFFFFFFFF), a & low])
    inverse = np.float32(2.3283064e-10)
    u = counter[0].astype(np.float32) * inverse + inverse / 2
    v = counter[1].astype(np.float32) * (inverse * np.float32(6.2831855)) + inverse * np.float32(6.2831855) / 2
    return (np.sqrt(-2 * np.log(u)) * np.sin(v)).astype(np.float32)


def pose():
    """A figure with its arms up, in OpenPose's colors."""
    colors = [(255, 0, 0), (255, 85, 0), (255, 170, 0), (255, 255, 0), (170, 255, 0), (85, 255, 0), (0, 255, 0),
              (0, 255, 85), (0, 255, 170), (0, 255, 255), (0, 170, 255), (0, 85, 255), (0, 0, 255), (85, 0, 255)]
    joints = [(40, 40), (40, 58), (32, 58), (25, 48), (24, 34), (48, 58), (55, 48), (56, 34),
              (36, 84), (36, 100), (36, 116), (44, 84), (44, 100), (44, 116)]
    limbs = [(1, 2), (1, 5), (2, 3), (3, 4), (5, 6), (6, 7), (1, 8), (8, 9), (9, 10), (1, 11), (11, 12), (12, 13), (1, 0)]
    image = Image.new("RGB", (128, 128))
    draw = ImageDraw.Draw(image)
    for i, (a, b) in enumerate(limbs):
        draw.line([joints[a], joints[b]], fill=tuple(int(c * 0.6) for c in colors[i]), width=4)
    for color, (x, y) in zip(colors, joints):
        draw.ellipse([x - 2, y - 2, x + 2, y + 2], fill=color)
    return image


seg = Image.open(SEG).convert("RGB")
seg.save("seg.png")
pose().save("pose.png")
hints = {"seg": seg, "pose": pose()}
base = MODELS + "/default/"
half = dict(torch_dtype=torch.float32)
nets = {k: ControlNetModel.from_pretrained(MODELS + "/controlnet/" + k, **half) for k in hints}
unet = UNet2DConditionModel.from_pretrained(base + "unet", **half)
vae = AutoencoderKL.from_pretrained(base + "vae", **half)
encoder = CLIPTextModel.from_pretrained(base + "text_encoder", **half)
tokenizer = CLIPTokenizer.from_pretrained(base + "tokenizer")
scheduler = EulerDiscreteScheduler(
    beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", use_karras_sigmas=True,
    timestep_spacing="linspace")


def start(seed):
    return torch.from_numpy(noise(seed, 4 * 16 * 16)).reshape(1, 4, 16, 16)


def pipeline(names, scales, **more):
    pipe = StableDiffusionControlNetPipeline(
        vae, encoder, tokenizer, unet,
        nets[names[0]] if len(names) == 1 else MultiControlNetModel([nets[n] for n in names]),
        scheduler, None, None, requires_safety_checker=False)
    pipe.set_progress_bar_config(disable=True)
    one = len(names) == 1
    return pipe(
        PROMPT, negative_prompt=NEGATIVE, image=hints[names[0]] if one else [hints[n] for n in names], height=128,
        width=128, num_inference_steps=STEPS, guidance_scale=CFG, latents=start(SEED), output_type="latent",
        controlnet_conditioning_scale=scales[0] if one else scales, **more).images


def tensor(image):
    return torch.from_numpy(np.asarray(image).copy()).permute(2, 0, 1)[None].float() / 255


def embed(text):
    ids = tokenizer(text, padding="max_length", max_length=77, truncation=True, return_tensors="pt").input_ids
    return encoder(ids)[0]


def loop(name, weights, uncond=True, mask=None, seed=SEED):
    """Euler with residuals of one ControlNet times weights, rows in the order negative, prompt."""
    scheduler.set_timesteps(STEPS)
    x = start(seed) * scheduler.init_noise_sigma
    context = torch.cat([embed(NEGATIVE), embed(PROMPT)])
    hint = tensor(hints[name]).repeat(2, 1, 1, 1)
    for t in scheduler.timesteps:
        sample = scheduler.scale_model_input(torch.cat([x, x]), t)
        down, mid = nets[name](sample, t, context, hint, 1.0, return_dict=False)
        layers = []
        for weight, layer in zip(weights, list(down) + [mid]):
            layer = layer * weight
            if mask is not None:
                layer = layer * torch.nn.functional.interpolate(mask, layer.shape[2:], mode="bilinear")
            if not uncond:
                layer = torch.cat([torch.zeros_like(layer[:1]), layer[1:]])
            layers.append(layer)
        e = unet(sample, t, context, down_block_additional_residuals=tuple(layers[:-1]),
                 mid_block_additional_residual=layers[-1]).sample
        x = scheduler.step(e[:1] + CFG * (e[1:] - e[:1]), t, x).prev_sample
    return x


with torch.no_grad():
    count = 7
    soft = [0.825 ** (12 - 12 * i / (count - 1)) for i in range(count)]
    mask = torch.zeros(1, 1, 128, 128)
    mask[..., 64:] = 1
    out = {
        "none": pipeline(["seg"], [0.0]),
        "seg": pipeline(["seg"], [0.8]),
        "seg_pose": pipeline(["seg", "pose"], [0.8, 0.6]),
        "seg_half": pipeline(["seg"], [0.8], control_guidance_end=0.6),
        "seg_late": pipeline(["seg"], [0.8], control_guidance_start=0.3),
        "loop": loop("seg", [0.8] * count),
        "prompt": loop("seg", [0.8 * s for s in soft]),
        "control": loop("seg", [0.8 * s for s in soft], uncond=False),
        "advanced": loop("seg", [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]),
        "region": loop("seg", [0.8] * count, mask=mask),
        "second": loop("seg", [0.8] * count, seed=SEED + 1),
    }
    print("loop against pipeline", (out["loop"] - out["seg"]).abs().max())
    save_file({k: v.contiguous() for k, v in out.items()}, "pipeline.safetensors")
