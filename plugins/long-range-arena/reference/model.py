"""A small transformer encoder, whose attention is written as torch writes it."""

import math

import torch
from torch import nn
from torch.nn import functional

from tasks import Task

WIDTH, HEADS, HIDDEN = 64, 2, 128


def waves(index: torch.Tensor, width: int) -> torch.Tensor:
    """Sines and cosines of positions (Vaswani et al., 2017), for any number of tokens."""
    rates = torch.exp(torch.arange(width // 2) * (-math.log(10000.0) / (width // 2)))
    angles = index[:, None] * rates[None, :]
    return torch.cat([torch.sin(angles), torch.cos(angles)], dim=-1)


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.to_q = nn.Linear(WIDTH, WIDTH)
        self.to_k = nn.Linear(WIDTH, WIDTH)
        self.to_v = nn.Linear(WIDTH, WIDTH)
        self.to_out = nn.Linear(WIDTH, WIDTH)

    def forward(self, x):
        rows, tokens, _ = x.shape
        q, k, v = (
            part(x).view(rows, tokens, HEADS, WIDTH // HEADS).transpose(1, 2)
            for part in (self.to_q, self.to_k, self.to_v)
        )
        mixed = functional.scaled_dot_product_attention(q, k, v)
        return self.to_out(mixed.transpose(1, 2).reshape(rows, tokens, WIDTH))


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1 = nn.LayerNorm(WIDTH)
        self.attn = Attention()
        self.norm2 = nn.LayerNorm(WIDTH)
        self.ff = nn.Sequential(nn.Linear(WIDTH, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, WIDTH))

    def forward(self, x):
        x = x + self.attn(self.norm1(x))
        return x + self.ff(self.norm2(x))


class Encoder(nn.Module):
    """[rows, tokens] of token numbers to [rows, classes] of logits; retrieval has two rows for a pair of documents."""

    def __init__(self, task: Task):
        super().__init__()
        self.task = task
        self.embedding = nn.Embedding(task.vocabulary, WIDTH)
        self.position = nn.Linear(WIDTH, WIDTH)
        self.blocks = nn.ModuleList(Block() for _ in range(task.layers))
        self.norm = nn.LayerNorm(WIDTH)
        features = WIDTH if task.documents == 1 else 4 * WIDTH
        self.head = nn.Sequential(nn.Linear(features, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, task.classes))

    def positions(self, tokens):
        index = torch.arange(tokens)
        if self.task.side:
            rows = torch.div(index, self.task.side, rounding_mode="floor")
            return torch.cat([waves(rows, WIDTH // 2), waves(index - rows * self.task.side, WIDTH // 2)], dim=-1)
        return waves(index, WIDTH)

    def encode(self, tokens):
        x = self.embedding(tokens) + self.position(self.positions(tokens.shape[1]))
        for block in self.blocks:
            x = block(x)
        return self.norm(x)

    def forward(self, tokens):
        return self.answer(self.encode(tokens))

    def answer(self, x):
        pooled = x[:, 0] if self.task.first else x.mean(dim=1)
        if self.task.documents == 2:
            pairs = pooled.view(-1, 2, WIDTH)
            a, b = pairs[:, 0], pairs[:, 1]
            pooled = torch.cat([a, b, a * b, a - b], dim=-1)
        return self.head(pooled)
