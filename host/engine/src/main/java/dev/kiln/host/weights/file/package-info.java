/** Safetensors files: reading, writing, hashing. Open Safetensors first. */
@NullMarked
package dev.kiln.host.weights.file;

import org.jspecify.annotations.NullMarked;
