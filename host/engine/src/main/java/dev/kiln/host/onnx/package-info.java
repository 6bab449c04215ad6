/** ONNX Runtime: sessions over one thread pool. The only package that imports it. */
@NullMarked
package dev.kiln.host.onnx;

import org.jspecify.annotations.NullMarked;
