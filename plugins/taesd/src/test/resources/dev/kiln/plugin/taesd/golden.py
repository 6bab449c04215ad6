"""Writes tiny.safetensors: an AutoencoderTiny of diffusers with random weights, under its own
names, and what its decoder makes of latents: the tensors 'latents' and 'picture' (0..1).

    python golden.py tiny.safetensors
"""

import sys

import torch
from diffusers import AutoencoderTiny
from safetensors.torch import save_file

torch.manual_seed(1)
model = AutoencoderTiny(
    encoder_block_out_channels=(8, 8, 8, 8),
    decoder_block_out_channels=(8, 8, 8, 8),
    num_encoder_blocks=(1, 1, 1, 1),
    num_decoder_blocks=(2, 1, 1, 1),
).eval()
with torch.no_grad():
    for parameter in model.parameters():
        spread = (2 / parameter[0].numel()) ** 0.5 if parameter.dim() > 1 else 0.1
        parameter.normal_(0, spread)
    latents = 2 * torch.randn(1, 4, 6, 5)
    # diffusers maps the decoder's 0..1 to -1..1.
    picture = (model.decode(latents).sample + 1) / 2
tensors = {name: value for name, value in model.state_dict().items() if name.startswith("decoder.")}
save_file({**tensors, "latents": latents, "picture": picture}, sys.argv[1])
