"""Makes model/, x4.safetensors.gz and golden.safetensors: python golden.py, from this folder.

A tiny Stable Diffusion x4 upscaler with random weights in float16: as diffusers' folder, whose large files are packed,
and as one file with the names of the first release. diffusers' pipeline enlarges a random picture by it in float32,
with noise from this file. Made with torch 2.15.0, diffusers 0.39.0 and transformers 4.57.3.
"""
import gzip
import json
import os
import re
import tempfile

import numpy as np
import torch
from diffusers import (AutoencoderKL, DDIMScheduler, DDPMScheduler, EulerDiscreteScheduler,
                       StableDiffusionUpscalePipeline, UNet2DConditionModel)
from diffusers.loaders.single_file_utils import convert_ldm_unet_checkpoint, convert_ldm_vae_checkpoint
from diffusers.pipelines.stable_diffusion import pipeline_stable_diffusion_upscale as upscale
from safetensors.torch import save, save_file
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

MERGES = "../../../../../../../../../host/engine/src/main/resources/dev/kiln/host/prompt/clip/merges.txt.gz"
PROMPT, NEGATIVE = "a girl, red hair, meadow", "night"
STEPS, CFG, NOISE_LEVEL, WIDTH, HEIGHT = 10, 9.0, 20, 24, 16
LAYERS, TEXT, LEVELS = 2, 24, (8, 8, 16)
torch.manual_seed(11)


def tokenizer():
    """CLIP's, all of it: bytes, the same at the end of a word, what the merges make, two special tokens."""
    lines = [line for line in gzip.open(MERGES, "rt", encoding="utf-8").read().split("\n") if line]
    merges = [line for line in lines if not line.startswith("#version")][:48894]
    visible = [*range(33, 127), *range(161, 173), *range(174, 256)]
    signs = [chr(b) for b in visible] + [chr(256 + n) for n in range(256 - len(visible))]
    words = signs + [sign + "</w>" for sign in signs] + [merge.replace(" ", "") for merge in merges]
    words += ["<|startoftext|>", "<|endoftext|>"]
    assert len(words) == 49408
    with tempfile.TemporaryDirectory() as folder:
        vocabulary, pairs = folder + "/vocab.json", folder + "/merges.txt"
        with open(vocabulary, "w", encoding="utf-8") as out:
            json.dump({word: i for i, word in enumerate(words)}, out)
        with open(pairs, "w", encoding="utf-8") as out:
            out.write("\n".join(["#version: 0.2"] + merges) + "\n")
        return CLIPTokenizer(vocabulary, pairs, pad_token="!", model_max_length=77)


def randomized(net, spread):
    """Weights that are felt, rounded to float16 as they are stored."""
    for name, value in net.named_parameters():
        if value.dim() == 1:
            value.data = value.data + 0.1 * torch.randn(value.shape)
        else:
            value.data = torch.randn(value.shape) * spread / value[0].numel() ** 0.5
        value.data = value.data.half().float()
    return net.eval()


tokens = tokenizer()
ids = {text: tokens(text, padding="max_length", max_length=77, truncation=True, return_tensors="pt").input_ids
       for text in (PROMPT, NEGATIVE, "")}
text = randomized(CLIPTextModel(CLIPTextConfig(
    vocab_size=49408, hidden_size=TEXT, intermediate_size=32, num_hidden_layers=LAYERS, num_attention_heads=1,
    max_position_embeddings=77, hidden_act="gelu", projection_dim=TEXT, bos_token_id=49406, eos_token_id=49407)), 1.0)
table = text.text_model.embeddings.token_embedding.weight.data
used = torch.unique(torch.cat(list(ids.values())))
table[[i for i in range(49408) if i not in set(used.tolist())]] = 0  # so that it packs well
unet = randomized(UNet2DConditionModel(
    sample_size=128, in_channels=7, out_channels=4, block_out_channels=LEVELS, layers_per_block=1, norm_num_groups=8,
    down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
    up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
    only_cross_attention=(True, True, False), cross_attention_dim=TEXT, attention_head_dim=8, use_linear_projection=True,
    num_class_embeds=1000), 1.0)
labels = unet.class_embedding.weight.data
labels[[i for i in range(1000) if i not in (0, NOISE_LEVEL, 350)]] = 0
vae = randomized(AutoencoderKL(
    block_out_channels=LEVELS, layers_per_block=1, norm_num_groups=8, latent_channels=4, scaling_factor=0.08333,
    down_block_types=("DownEncoderBlock2D",) * 3, up_block_types=("UpDecoderBlock2D",) * 3), 1.0)
betas = dict(beta_start=0.0001, beta_end=0.02, beta_schedule="scaled_linear")
ddim = DDIMScheduler(clip_sample=False, set_alpha_to_one=False, steps_offset=1, prediction_type="v_prediction", **betas)
low = DDPMScheduler(**betas)
pipe = StableDiffusionUpscalePipeline(vae, text, tokens, unet, low, ddim)
pipe.set_progress_bar_config(disable=True)

picture = torch.randint(0, 256, (HEIGHT, WIDTH, 3), dtype=torch.uint8)
noise = {"noise_picture": torch.randn(1, 3, HEIGHT, WIDTH), "noise_latents": torch.randn(1, 4, HEIGHT, WIDTH)}
upscale.randn_tensor = lambda shape, **more: noise["noise_picture"].clone()
colors = picture.permute(2, 0, 1)[None].float() / 255


def enlarged(scheduler, steps=STEPS, cfg=CFG, noise_level=NOISE_LEVEL, prompt=PROMPT, negative=NEGATIVE, **more):
    pipe.scheduler = scheduler
    return pipe(prompt, image=colors, negative_prompt=negative, num_inference_steps=steps, guidance_scale=cfg,
                noise_level=noise_level, latents=noise["noise_latents"].clone(), **more).images


def probed(label):
    sample = torch.cat([noise["noise_latents"], noise["noise_picture"]], 1)
    return unet(sample, 431.5, text(ids[PROMPT])[0], class_labels=torch.tensor([label])).sample


with torch.no_grad():
    euler = EulerDiscreteScheduler.from_config(ddim.config)
    latents = enlarged(euler, output_type="latent")
    tensors = {
        "picture": picture.permute(2, 0, 1).float(), **noise,
        "cond": text(ids[PROMPT])[0], "uncond": text(ids[NEGATIVE])[0],
        "noised": low.add_noise(2 * colors - 1, noise["noise_picture"], torch.tensor([NOISE_LEVEL])),
        "noised_350": low.add_noise(2 * colors - 1, noise["noise_picture"], torch.tensor([350])),
        "unet_0": probed(0), "unet_20": probed(20), "unet_350": probed(350),
        "euler": latents, "ddim": enlarged(ddim, output_type="latent"),
        # 30 steps do not divide 1000; without guidance there is no negative prompt.
        "ddim_30": enlarged(ddim, steps=30, output_type="latent"),
        "euler_unguided": enlarged(euler, cfg=1.0, noise_level=350, prompt="", negative=None, output_type="latent"),
        "euler_trailing": enlarged(EulerDiscreteScheduler.from_config(ddim.config, timestep_spacing="trailing"),
                                   output_type="latent"),
        "ddim_trailing": enlarged(DDIMScheduler.from_config(ddim.config, timestep_spacing="trailing"),
                                  output_type="latent"),
        "decoded": vae.decode(latents / 0.08333).sample,
    }
for name, value in tensors.items():
    assert torch.isfinite(value).all(), name
    print(name, tuple(value.shape), value.std().item(), value.abs().max().item())
save_file({name: value.float().contiguous() for name, value in tensors.items()}, "golden.safetensors")


def packed(name, state):
    half = {key: value.half().contiguous() for key, value in state.items() if not key.endswith("position_ids")}
    with open(name + ".gz", "wb") as out:
        out.write(gzip.compress(save(half), mtime=0))


def config(name, values):
    os.makedirs(os.path.dirname(name), exist_ok=True)
    kept = {key: value for key, value in dict(values).items() if value is not None and not key.startswith("_use")}
    json.dump(kept, open(name, "w"), indent=2, sort_keys=True)


config("model/unet/config.json", unet.config)
config("model/vae/config.json", vae.config)
config("model/text_encoder/config.json", json.loads(text.config.to_json_string()))
config("model/scheduler/scheduler_config.json", {"_class_name": "DDIMScheduler", **{
    key: ddim.config[key] for key in ("beta_end", "beta_schedule", "beta_start", "clip_sample", "num_train_timesteps",
                                      "prediction_type", "set_alpha_to_one", "steps_offset")}})
config("model/low_res_scheduler/scheduler_config.json", {"_class_name": "DDPMScheduler", **betas, "num_train_timesteps": 1000})
config("model/model_index.json", {"_class_name": "StableDiffusionUpscalePipeline"})
packed("model/unet/diffusion_pytorch_model.fp16.safetensors", unet.state_dict())
packed("model/vae/diffusion_pytorch_model.fp16.safetensors", vae.state_dict())
packed("model/text_encoder/model.fp16.safetensors", text.state_dict())

# The names of the first release.
RESNET = {"norm1": "in_layers.0", "conv1": "in_layers.2", "time_emb_proj": "emb_layers.1", "norm2": "out_layers.0",
          "conv2": "out_layers.3", "conv_shortcut": "skip_connection"}
ENDS = {"conv_in": "input_blocks.0.0", "time_embedding.linear_1": "time_embed.0", "time_embedding.linear_2": "time_embed.2",
        "class_embedding": "label_emb", "conv_norm_out": "out.0", "conv_out": "out.2"}


def unet_name(name):
    for ours, theirs in ENDS.items():
        if name.startswith(ours + "."):
            return theirs + name[len(ours):]
    block, kind, index, rest = re.match(r"(mid_block|(?:down|up)_blocks\.\d)\.(\w+)\.(\d)\.(.+)", name).groups()
    if kind == "resnets":
        part = rest.split(".")[0]
        rest = RESNET[part] + rest[len(part):]
    if block == "mid_block":
        return f"middle_block.{2 * int(index) + (kind == 'attentions')}.{rest}"
    level = int(block[-1])
    if block.startswith("down"):  # one layer a level and its downsampler
        if kind == "downsamplers":
            return f"input_blocks.{2 * level + 2}.0.op{rest[len('conv'):]}"
        return f"input_blocks.{2 * level + 1}.{int(kind == 'attentions')}.{rest}"
    if kind == "upsamplers":
        return f"output_blocks.{2 * level + 1}.2.{rest}"
    return f"output_blocks.{2 * level + int(index)}.{int(kind == 'attentions')}.{rest}"


def vae_name(name):
    name = name.replace("conv_norm_out", "norm_out").replace("conv_shortcut", "nin_shortcut")
    name = re.sub(r"mid_block\.resnets\.(\d)", lambda m: f"mid.block_{int(m[1]) + 1}", name)
    name = re.sub(r"mid_block\.attentions\.0\.(\w+)(\.0)?", lambda m: "mid.attn_1." + {
        "group_norm": "norm", "to_q": "q", "to_k": "k", "to_v": "v", "to_out": "proj_out"}[m[1]], name)
    name = re.sub(r"down_blocks\.(\d)\.", r"down.\1.", name)
    name = re.sub(r"up_blocks\.(\d)\.", lambda m: f"up.{2 - int(m[1])}.", name)
    name = re.sub(r"resnets\.", "block.", name)
    return name.replace("downsamplers.0", "downsample").replace("upsamplers.0", "upsample")


def open_clip():
    """Layers with one matrix for three, and one more layer than is used."""
    state, out = text.state_dict(), {}
    at = "text_model.embeddings."
    out["token_embedding.weight"] = state[at + "token_embedding.weight"]
    out["positional_embedding"] = state[at + "position_embedding.weight"]
    for end in ("weight", "bias"):
        out["ln_final." + end] = state["text_model.final_layer_norm." + end]
        for layer in range(LAYERS + 1):
            ours, theirs = f"text_model.encoder.layers.{min(layer, LAYERS - 1)}.", f"transformer.resblocks.{layer}."
            out[theirs + "attn.in_proj_" + end] = torch.cat([state[f"{ours}self_attn.{x}_proj.{end}"] for x in "qkv"])
            for a, b in {"self_attn.out_proj": "attn.out_proj", "layer_norm1": "ln_1", "layer_norm2": "ln_2",
                         "mlp.fc1": "mlp.c_fc", "mlp.fc2": "mlp.c_proj"}.items():
                out[f"{theirs}{b}.{end}"] = state[f"{ours}{a}.{end}"]
    return out


def square(name, value):
    """The attention of the VAE was made of convolutions."""
    return value[:, :, None, None] if ".attn_1." in name and value.dim() == 2 else value


old = {"model.diffusion_model." + unet_name(name): value for name, value in unet.state_dict().items()}
old |= {"first_stage_model." + vae_name(name): square(vae_name(name), value) for name, value in vae.state_dict().items()}
old |= {"cond_stage_model.model." + name: value for name, value in open_clip().items()}
settings = {"layers_per_block": 1, "num_class_embeds": 1000, "down_block_types": 3 * [0], "up_block_types": 3 * [0]}
back = convert_ldm_unet_checkpoint(dict(old), settings)
assert back.keys() == unet.state_dict().keys() and all(torch.equal(back[k], v) for k, v in unet.state_dict().items())
back = convert_ldm_vae_checkpoint(dict(old), settings)
assert back.keys() == vae.state_dict().keys() and all(torch.equal(back[k], v) for k, v in vae.state_dict().items())
for name in ("betas", "alphas_cumprod"):
    old["low_scale_model." + name] = getattr(low, name)
packed("x4.safetensors", old)
