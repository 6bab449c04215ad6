package dev.kiln.plugin.quantize;

/** In which numbers the layers of the denoising network multiply. */
enum Arithmetic {
  /** Of the network's own. */
  FLOAT32,
  /** Of 8 bits, into which what a layer reads is brought at each run, by its range in this run. */
  INT8,
  /** Of 8 bits, by ranges that were measured while the model's first picture was drawn. */
  INT8_CALIBRATED;

  boolean whole() {
    return this != FLOAT32;
  }
}
