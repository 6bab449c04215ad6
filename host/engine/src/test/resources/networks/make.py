"""Makes the networks beside this file: the same tiny UNet as exporters of several kinds write it,
a Swin block and a pooling Metaformer block. See README.md."""

import os
import warnings

import numpy as np
import onnx
import torch
from diffusers import UNet2DConditionModel
from diffusers.models.attention_processor import AttnProcessor, AttnProcessor2_0
from onnx import TensorProto, helper, numpy_helper
from torch import nn
from torch.nn import functional as F
from transformers import CLIPTextConfig, CLIPTextModel

warnings.filterwarnings("ignore")
HERE = os.path.dirname(os.path.abspath(__file__))
NAMES = ["sample", "timestep", "encoder_hidden_states"]


class Net(UNet2DConditionModel):
    """The UNet with the signature that optimum gives it."""

    def forward(self, sample, timestep, encoder_hidden_states):
        return super().forward(sample, timestep, encoder_hidden_states, return_dict=False)[0]


def unet():
    torch.manual_seed(5)
    net = Net(
        sample_size=16, in_channels=4, out_channels=4, layers_per_block=1,
        block_out_channels=(8, 16), attention_head_dim=2, cross_attention_dim=12,
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"), norm_num_groups=4,
        mid_block_type=None)
    with torch.no_grad():
        for parameter in net.parameters():
            parameter.add_(0.05 * torch.randn_like(parameter))
    return net.eval()


def inputs(kind=torch.float32):
    return (torch.randn(2, 4, 16, 16), torch.tensor([431.0, 431.0], dtype=kind),
            torch.randn(2, 77, 12))


def legacy(net, name, opset, kind=torch.float32):
    file = os.path.join(HERE, name)
    torch.onnx.export(
        net, inputs(kind), file, input_names=NAMES, output_names=["out_sample"],
        opset_version=opset, do_constant_folding=True, dynamo=False,
        dynamic_axes={"sample": {0: "batch", 2: "height", 3: "width"}, "timestep": {0: "batch"},
                      "encoder_hidden_states": {0: "batch", 1: "tokens"}})
    shorten(file)
    check(net, file, kind)


def shorten(file):
    """Short names for values, which say nothing to a structural finder; nodes keep theirs."""
    model = onnx.load(file)
    kept = {p.name for p in list(model.graph.input) + list(model.graph.output)}
    kept |= {i.name for i in model.graph.initializer}
    names = {}

    def short(name):
        return name if not name or name in kept else names.setdefault(name, f"v{len(names)}")

    for node in model.graph.node:
        node.input[:] = [short(name) for name in node.input]
        node.output[:] = [short(name) for name in node.output]
        if node.op_type in ("Constant", "Unsqueeze", "Gather", "Shape", "Concat", "Cast"):
            node.name = ""
    del model.graph.value_info[:]
    onnx.save(model, file)


def dynamo(net, name, opset):
    file = os.path.join(HERE, name)
    batch, tokens = torch.export.Dim("batch", min=1, max=8), torch.export.Dim("tokens", min=2, max=4096)
    height, width = (2 * torch.export.Dim(n, min=2, max=512) for n in ("half_height", "half_width"))
    program = torch.onnx.export(
        net, inputs(), input_names=NAMES, output_names=["out_sample"], opset_version=opset,
        dynamo=True, external_data=False, verbose=False,
        dynamic_shapes={"sample": {0: batch, 2: height, 3: width}, "timestep": {0: batch},
                        "encoder_hidden_states": {0: batch, 1: tokens}})
    program.save(file)
    strip(file)
    check(net, file)


def strip(file):
    """Leave out what the newer exporter notes beside each node, but for the module's path."""
    model = onnx.load(file)
    for node in model.graph.node:
        kept = [p for p in node.metadata_props if p.key == "pkg.torch.onnx.name_scopes"]
        del node.metadata_props[:]
        node.metadata_props.extend(kept)
        node.doc_string = ""
    for part in list(model.graph.initializer) + list(model.graph.input) + list(model.graph.output):
        del part.metadata_props[:]
    del model.graph.value_info[:]
    onnx.save(model, file)


def run(file, given):
    import onnxruntime as ort
    session = ort.InferenceSession(file, providers=["CPUExecutionProvider"])
    return session.run(None, {n: v.numpy() for n, v in zip(NAMES, given)})[0]


def check(net, file, kind=torch.float32, wanted=None):
    given = inputs(kind)
    tolerance = 1e-4
    if wanted:
        wanted, tolerance = run(wanted, given), 2e-2
    else:
        with torch.no_grad():
            wanted = net(*given).numpy()
    found = run(file, given)
    error = np.abs(found - wanted).max() / np.abs(wanted).max()
    print(f"{os.path.basename(file):28} {os.path.getsize(file):8} bytes, difference {error:.1e}")
    assert error < tolerance, file


def half(source, name):
    """Computes in float16, but takes and gives float32, as converters make it."""
    model = onnx.load(os.path.join(HERE, source))
    graph = model.graph

    def narrow(tensor):
        if tensor.data_type == TensorProto.FLOAT:
            array = numpy_helper.to_array(tensor).astype(np.float16)
            tensor.CopyFrom(numpy_helper.from_array(array, tensor.name))

    scales = {node.input[2] for node in graph.node if node.op_type == "Resize"}
    for tensor in graph.initializer:
        narrow(tensor)
    nodes = []
    for value in graph.input:
        inner = value.name + "_half"
        for node in graph.node:
            for i, name_ in enumerate(node.input):
                if name_ == value.name:
                    node.input[i] = inner
        nodes.append(helper.make_node("Cast", [value.name], [inner], to=TensorProto.FLOAT16,
                                      name=f"/{inner}/Cast"))
    for node in graph.node:
        for attribute in node.attribute:
            if attribute.name == "value" and node.output[0] not in scales:
                narrow(attribute.t)
            elif node.op_type == "Cast" and attribute.i == TensorProto.FLOAT:
                attribute.i = TensorProto.FLOAT16
        if node.op_type == "Softmax":  # in float32, as torch's autocast has it
            wide, bent = node.input[0] + "_wide", node.output[0] + "_wide"
            nodes.append(helper.make_node("Cast", [node.input[0]], [wide], to=TensorProto.FLOAT,
                                          name=node.name + "_Cast"))
            result = node.output[0]
            node.input[0], node.output[0] = wide, bent
            nodes.append(node)
            nodes.append(helper.make_node("Cast", [bent], [result], to=TensorProto.FLOAT16,
                                          name=node.name + "_Cast_1"))
            continue
        for i, output in enumerate(node.output):
            if output == graph.output[0].name:
                node.output[i] = "out_half"
        nodes.append(node)
    nodes.append(helper.make_node("Cast", ["out_half"], [graph.output[0].name],
                                  to=TensorProto.FLOAT, name="/out_half/Cast"))
    del graph.node[:]
    graph.node.extend(nodes)
    del graph.value_info[:]
    onnx.save(model, os.path.join(HERE, name))
    check(None, os.path.join(HERE, name), wanted=os.path.join(HERE, source))


class Text(nn.Module):
    def __init__(self, net):
        super().__init__()
        self.text_model = net

    def forward(self, input_ids):
        return self.text_model(input_ids=input_ids, return_dict=False)[0]


def text(how, name, opset, newer):
    torch.manual_seed(7)
    net = CLIPTextModel(CLIPTextConfig(
        vocab_size=60, hidden_size=8, intermediate_size=16, num_hidden_layers=2,
        num_attention_heads=2, max_position_embeddings=77, attn_implementation=how))
    net, ids = Text(net).eval(), torch.randint(0, 58, (2, 77))
    file = os.path.join(HERE, name)
    if newer:
        shapes = {"input_ids": {0: torch.export.Dim("batch", min=1, max=8)}}
        torch.onnx.export(net, (ids,), input_names=["input_ids"], output_names=["y"],
                          opset_version=opset, dynamo=True, external_data=False, verbose=False,
                          dynamic_shapes=shapes).save(file)
        strip(file)
    else:
        torch.onnx.export(net, (ids,), file, input_names=["input_ids"], output_names=["y"],
                          opset_version=opset, dynamo=False,
                          dynamic_axes={"input_ids": {0: "batch"}})
    import onnxruntime as ort
    session = ort.InferenceSession(file, providers=["CPUExecutionProvider"])
    with torch.no_grad():
        error = np.abs(session.run(None, {"input_ids": ids.numpy()})[0] - net(ids).numpy()).max()
    print(name, os.path.getsize(file), "bytes, difference", error)
    assert error < 1e-4, file


class Swin(nn.Module):
    """One block of Swin on a picture of 8 x 8 tokens, windows of 4 x 4, turned by 2."""

    def __init__(self, packed):
        super().__init__()
        self.packed, self.heads, size = packed, 2, 4
        self.norm1, self.norm2 = nn.LayerNorm(8), nn.LayerNorm(8)
        self.qkv = nn.Linear(8, 24)
        self.q, self.k, self.v = nn.Linear(8, 8), nn.Linear(8, 8), nn.Linear(8, 8)
        self.proj, self.up, self.down = nn.Linear(8, 8), nn.Linear(8, 32), nn.Linear(32, 8)
        self.table = nn.Parameter(torch.randn((2 * size - 1) ** 2, self.heads))
        at = torch.stack(torch.meshgrid(torch.arange(size), torch.arange(size), indexing="ij")).flatten(1)
        apart = (at[:, :, None] - at[:, None, :]).permute(1, 2, 0) + size - 1
        self.register_buffer("place", apart[..., 0] * (2 * size - 1) + apart[..., 1])
        part = torch.zeros(8, 8)
        for i, rows in enumerate((slice(0, 4), slice(4, 6), slice(6, 8))):
            for j, columns in enumerate((slice(0, 4), slice(4, 6), slice(6, 8))):
                part[rows, columns] = 3 * i + j
        part = part.view(2, 4, 2, 4).permute(0, 2, 1, 3).reshape(4, 16)
        other = part[:, None, :] != part[:, :, None]
        self.register_buffer("mask", torch.zeros(4, 16, 16).masked_fill(other, -100.0))

    def attend(self, x):
        b, n, c = x.shape
        if self.packed:
            q, k, v = self.qkv(x).reshape(b, n, 3, self.heads, -1).permute(2, 0, 3, 1, 4).unbind(0)
        else:
            q, k, v = (f(x).view(b, n, self.heads, -1).transpose(1, 2) for f in (self.q, self.k, self.v))
        scores = (q * (c // self.heads) ** -0.5) @ k.transpose(-2, -1)
        bias = self.table[self.place.view(-1)].view(n, n, -1).permute(2, 0, 1)
        scores = scores + bias.unsqueeze(0)
        scores = scores.view(-1, 4, self.heads, n, n) + self.mask.unsqueeze(1).unsqueeze(0)
        scores = scores.view(-1, self.heads, n, n).softmax(-1)
        return self.proj((scores @ v).transpose(1, 2).reshape(b, n, c))

    def forward(self, x):
        b, n, c = x.shape
        y = torch.roll(self.norm1(x).view(b, 8, 8, c), (-2, -2), (1, 2))
        y = y.view(b, 2, 4, 2, 4, c).permute(0, 1, 3, 2, 4, 5).reshape(-1, 16, c)
        y = self.attend(y).view(-1, 2, 2, 4, 4, c).permute(0, 1, 3, 2, 4, 5).reshape(-1, 8, 8, c)
        x = x + torch.roll(y, (2, 2), (1, 2)).view(b, n, c)
        return x + self.down(F.gelu(self.up(self.norm2(x))))


class Metaformer(nn.Module):
    """One block of PoolFormer: tokens are mixed by their mean, without attention."""

    def __init__(self):
        super().__init__()
        self.norm1, self.norm2 = nn.GroupNorm(1, 8), nn.GroupNorm(1, 8)
        self.up, self.down = nn.Conv2d(8, 32, 1), nn.Conv2d(32, 8, 1)

    def forward(self, x):
        y = self.norm1(x)
        x = x + F.avg_pool2d(y, 3, 1, 1, count_include_pad=False) - y
        return x + self.down(F.gelu(self.up(self.norm2(x))))


def block(net, name, given, axes):
    torch.onnx.export(net.eval(), (given,), os.path.join(HERE, name), input_names=["x"],
                      output_names=["y"], opset_version=17, dynamo=False,
                      dynamic_axes={"x": axes, "y": axes})
    print(name, os.path.getsize(os.path.join(HERE, name)), "bytes")


if __name__ == "__main__":
    base = unet()
    base.set_attn_processor(AttnProcessor())
    legacy(base, "unet-eager-14.onnx", 14)
    base.set_attn_processor(AttnProcessor2_0())
    legacy(base, "unet-sdpa-17.onnx", 17)
    legacy(base, "unet-whole-timestep.onnx", 17, torch.int64)
    half("unet-sdpa-17.onnx", "unet-half.onnx")
    torch.manual_seed(6)
    block(Swin(False), "swin.onnx", torch.randn(2, 64, 8), {0: "batch"})
    block(Swin(True), "swin-packed.onnx", torch.randn(2, 64, 8), {0: "batch"})
    block(Metaformer(), "metaformer.onnx", torch.randn(2, 8, 8, 8), {0: "batch"})
    text("eager", "text-eager-17.onnx", 17, False)
    text("sdpa", "text-sdpa-17.onnx", 17, False)
    text("sdpa", "text-dynamo-20.onnx", 20, True)
    text("sdpa", "text-dynamo-23.onnx", 23, True)
    dynamo(base, "unet-dynamo-20.onnx", 20)
    dynamo(base, "unet-dynamo-23.onnx", 23)
