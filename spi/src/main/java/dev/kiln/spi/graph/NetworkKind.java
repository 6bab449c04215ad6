package dev.kiln.spi.graph;

import dev.kiln.spi.ValueType;

/** Which network of a model. */
@ValueType
public enum NetworkKind {
  TEXT_ENCODER,
  UNET,
  VAE_DECODER,
  VAE_ENCODER,
  CONTROLNET
}
