package dev.kiln.plugin.quantize;

/** In which numbers the layers of the denoising network multiply. */
enum Arithmetic {
  /** Of the network's own. */
  FLOAT32,
  /** Of 8 bits, into which what a layer reads is brought at each run. */
  INT8
}
