"""Makes odd.onnx and odd.safetensors: a tiny ControlNet as Amblyopius' script exports one.

Whole time steps, one for each row; no scale; names for two of the outputs alone.
"""
import torch
from diffusers import ControlNetModel
from safetensors.torch import save_file

torch.manual_seed(1)
net = ControlNetModel(
    down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"), block_out_channels=(8, 16), layers_per_block=1,
    cross_attention_dim=8, attention_head_dim=2, norm_num_groups=4, conditioning_embedding_out_channels=(4, 8)).eval()
for block in list(net.controlnet_down_blocks) + [net.controlnet_mid_block, net.controlnet_cond_embedding.conv_out]:
    torch.nn.init.normal_(block.weight, std=0.3)


class Positional(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.net = net

    def forward(self, sample, timestep, encoder_hidden_states, controlnet_cond):
        down, mid = self.net(sample, timestep, encoder_hidden_states, controlnet_cond, 1.0, return_dict=False)
        return (*down, mid)


names = ["sample", "timestep", "encoder_hidden_states", "controlnet_cond"]
# Two levels of the hint's encoder halve once: a picture is twice as large as its latents here.
inputs = (torch.randn(2, 4, 8, 6), torch.tensor([431, 431]), torch.randn(2, 7, 8), torch.rand(2, 3, 16, 12))
with torch.no_grad():
    torch.onnx.export(
        Positional(), inputs, "odd.onnx", dynamo=False, opset_version=14, input_names=names,
        output_names=["down_block_res_samples", "mid_block_res_sample"],
        dynamic_axes={"sample": {0: "B", 2: "H", 3: "W"}, "timestep": {0: "B"},
                      "encoder_hidden_states": {0: "B", 1: "S"}, "controlnet_cond": {0: "B", 2: "h", 3: "w"}})
    out = Positional()(*inputs)
save_file({**{n: i.float().contiguous() for n, i in zip(names, inputs)},
           **{str(k): o.contiguous() for k, o in enumerate(out)}}, "odd.safetensors")
