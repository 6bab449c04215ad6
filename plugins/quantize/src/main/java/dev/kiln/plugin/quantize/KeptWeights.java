package dev.kiln.plugin.quantize;

/** How the weights of layers are kept that compute in float32. */
enum KeptWeights {
  /** As they are. */
  OFF,
  /** In 8 bits. */
  INT8,
  /** In 4 bits where a layer is a product of the denoising network, in 8 elsewhere. */
  INT4
}
