package dev.kiln.host.onnx;

/** What becomes of a network's weights when its session is made. */
public enum Loading {
  /** Copied into the order that the kernels read them in: the fastest steps. */
  PACKED,

  /** Used where they lie in their file, mapped into memory: the fastest start, slower steps. */
  MAPPED
}
