/** Files that hold tensors, read without their values. Open Safetensors first. */
@NullMarked
package dev.kiln.host.weights.file;

import org.jspecify.annotations.NullMarked;
