"""Makes the networks of the tiny model beside this file. See README.md."""

import json
import os

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

HERE = os.path.dirname(os.path.abspath(__file__))
WIDTH = 8  # of the text encoder, of the cross attention and of the UNet
VOCAB = 859
TOKENS = 77
rng = np.random.default_rng(20240229)


class Graph:
    """Nodes and weights in the order in which they are made."""

    def __init__(self):
        self.nodes, self.weights = [], []

    def weight(self, name, values):
        array = np.array(values)
        if array.dtype == np.float64:
            array = array.astype(np.float32)
        self.weights.append(numpy_helper.from_array(array, name))
        return name

    def random(self, name, *shape, scale=None):
        fan_in = np.prod(shape[1:]) if len(shape) == 4 else shape[0]
        return self.weight(name, rng.normal(size=shape) * (scale or fan_in**-0.5))

    def op(self, kind, *inputs, out, **attributes):
        self.nodes.append(helper.make_node(kind, list(inputs), [out], name=out, **attributes))
        return out

    def save(self, component, inputs, outputs, config):
        graph = helper.make_graph(self.nodes, component, inputs, outputs, self.weights)
        opset = [helper.make_opsetid("", 17)]
        model = helper.make_model(graph, opset_imports=opset, producer_name="kiln tiny model")
        model.ir_version = 8
        onnx.checker.check_model(model, full_check=True)
        folder = os.path.join(HERE, component)
        os.makedirs(folder, exist_ok=True)
        onnx.save(model, os.path.join(folder, "model.onnx"))
        with open(os.path.join(folder, "config.json"), "w") as file:
            json.dump(config, file, indent=2)
            file.write("\n")


def value(name, shape, kind=TensorProto.FLOAT):
    return helper.make_tensor_value_info(name, kind, shape)


def attention(g, name, query, context, out):
    """Single-head attention over [batch, tokens, WIDTH]."""
    q = g.op("MatMul", query, g.random(name + ".to_q.weight", WIDTH, WIDTH), out=name + ".q")
    k = g.op("MatMul", context, g.random(name + ".to_k.weight", WIDTH, WIDTH), out=name + ".k")
    v = g.op("MatMul", context, g.random(name + ".to_v.weight", WIDTH, WIDTH), out=name + ".v")
    kt = g.op("Transpose", k, out=name + ".kt", perm=[0, 2, 1])
    scores = g.op("MatMul", q, kt, out=name + ".qk")
    scale = g.weight(name + ".scale", np.float32(WIDTH**-0.5))
    scaled = g.op("Mul", scores, scale, out=name + ".scores")
    probabilities = g.op("Softmax", scaled, out=name + ".probabilities", axis=-1)
    mixed = g.op("MatMul", probabilities, v, out=name + ".mixed")
    return g.op("MatMul", mixed, g.random(name + ".to_out.weight", WIDTH, WIDTH), out=out)


def text_encoder():
    g = Graph()
    table = g.random("text_model.embeddings.token_embedding.weight", VOCAB, WIDTH, scale=1)
    places = g.random("text_model.embeddings.position_embedding.weight", TOKENS, WIDTH, scale=0.3)
    words = g.op("Gather", table, "input_ids", out="words")
    state = g.op("Add", words, places, out="hidden_states.0")
    for layer in range(2):
        name = f"text_model.encoder.layers.{layer}.self_attn"
        mixed = attention(g, name, state, state, name + ".out")
        state = g.op("Add", state, mixed, out=f"hidden_states.{layer + 1}")
    weight = g.weight("text_model.final_layer_norm.weight", 1 + 0.1 * rng.normal(size=WIDTH))
    bias = g.weight("text_model.final_layer_norm.bias", 0.1 * rng.normal(size=WIDTH))
    last = "last_hidden_state"
    g.op("LayerNormalization", state, weight, bias, out=last, axis=-1, epsilon=1e-5)
    final = g.weight("final", np.int64(TOKENS - 1))
    g.op("Gather", last, final, out="pooler_output", axis=1)
    states = [last] + [f"hidden_states.{i}" for i in range(3)]
    outputs = [value(s, ["batch_size", TOKENS, WIDTH]) for s in states]
    outputs.insert(1, value("pooler_output", ["batch_size", WIDTH]))
    config = {"model_type": "clip_text_model", "vocab_size": VOCAB, "hidden_size": WIDTH,
              "num_hidden_layers": 2, "num_attention_heads": 1,
              "max_position_embeddings": TOKENS, "hidden_act": "quick_gelu"}
    ids = value("input_ids", ["batch_size", TOKENS], TensorProto.INT64)
    g.save("text_encoder", [ids], outputs, config)


def time_embedding(g):
    rates = g.weight("time_proj.rates", 10.0 ** -np.linspace(0, 3, WIDTH // 2))
    angles = g.op("Mul", "timestep", rates, out="angles")
    sines = [g.op(kind, angles, out=kind.lower()) for kind in ("Sin", "Cos")]
    waves = g.op("Concat", *sines, out="waves", axis=0)
    mixed = g.op("MatMul", waves, g.random("time_embedding.weight", WIDTH, WIDTH), out="time")
    shape = g.weight("time_shape", np.array([1, WIDTH, 1, 1]))
    return g.op("Reshape", mixed, shape, out="temb")


def unet():
    """out = 0.8 sample + 0.3 tanh(conv_out(h + attn(h, condition))), h = silu(conv_in(sample) + time)"""
    g = Graph()
    kernel = {"kernel_shape": [3, 3], "pads": [1, 1, 1, 1]}
    conv_in = g.random("conv_in.weight", WIDTH, 4, 3, 3)
    h = g.op("Conv", "sample", conv_in, out="conv_in", **kernel)
    h = g.op("Add", h, time_embedding(g), out="timed")
    h = g.op("Mul", h, g.op("Sigmoid", h, out="gate"), out="h")
    shape = g.op("Shape", h, out="shape")
    flat = g.weight("flat", np.array([0, WIDTH, -1]))
    tokens = g.op("Reshape", h, flat, out="flat_h")
    tokens = g.op("Transpose", tokens, out="tokens", perm=[0, 2, 1])
    mixed = attention(g, "attn2", tokens, "encoder_hidden_states", "attn2.out")
    mixed = g.op("Transpose", mixed, out="mixed", perm=[0, 2, 1])
    h = g.op("Add", h, g.op("Reshape", mixed, shape, out="picture"), out="attended")
    h = g.op("Conv", h, g.random("conv_out.weight", 4, WIDTH, 3, 3), out="conv_out", **kernel)
    h = g.op("Tanh", h, out="bounded")
    h = g.op("Mul", h, g.weight("strength", np.float32(0.3)), out="detail")
    kept = g.op("Mul", "sample", g.weight("kept", np.float32(0.8)), out="kept_sample")
    g.op("Add", kept, h, out="out_sample")
    latents = ["batch_size", 4, "height", "width"]
    inputs = [value("sample", latents), value("timestep", []),
              value("encoder_hidden_states", ["batch_size", "sequence_length", WIDTH])]
    config = {"_class_name": "UNet2DConditionModel", "sample_size": 8, "in_channels": 4,
              "out_channels": 4, "cross_attention_dim": WIDTH, "block_out_channels": [WIDTH],
              "layers_per_block": 1}
    g.save("unet", inputs, [value("out_sample", latents)], config)


def vae():
    config = {"_class_name": "AutoencoderKL", "in_channels": 3, "out_channels": 3,
              "latent_channels": 4, "sample_size": 64, "scaling_factor": 0.18215,
              "block_out_channels": [WIDTH]}
    colours = rng.normal(size=(4, 3)) * 2  # latents of colours in -1..1
    pixels = ["batch_size", 3, "height", "width"]

    g = Graph()
    small = g.op("AveragePool", "sample", out="small", kernel_shape=[8, 8], strides=[8, 8])
    mean_and_log_variance = np.concatenate([colours, np.zeros((4, 3))])[:, :, None, None]
    weight = g.weight("quant_conv.weight", mean_and_log_variance)
    bias = g.weight("quant_conv.bias", np.concatenate([0.2 * rng.normal(size=4), np.full(4, -10)]))
    g.op("Conv", small, weight, bias, out="latent_parameters")
    outputs = [value("latent_parameters", ["batch_size", 8, "height_latent", "width_latent"])]
    g.save("vae_encoder", [value("sample", pixels)], outputs, config)

    g = Graph()
    weight = g.weight("decoder.conv_out.weight", np.linalg.pinv(colours)[:, :, None, None])
    small = g.op("Tanh", g.op("Conv", "latent_sample", weight, out="colours"), out="small")
    times = g.weight("times", np.array([1, 1, 8, 8], np.float32))
    g.op("Resize", small, "", times, out="sample", mode="nearest",
         coordinate_transformation_mode="asymmetric", nearest_mode="floor")
    inputs = [value("latent_sample", ["batch_size", 4, "height_latent", "width_latent"])]
    g.save("vae_decoder", inputs, [value("sample", pixels)], config)


text_encoder()
unet()
vae()
