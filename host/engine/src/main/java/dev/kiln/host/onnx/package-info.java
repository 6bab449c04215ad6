/**
 * Sessions of ONNX Runtime over one thread pool. The only package that imports it. Open
 * InferenceSession first.
 */
@NullMarked
package dev.kiln.host.onnx;

import org.jspecify.annotations.NullMarked;
