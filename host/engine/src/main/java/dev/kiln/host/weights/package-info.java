/**
 * Weights as people have them: safetensors, diffusers folders and single files, each parameter
 * found by its diffusers name and left in its file. Open Checkpoint and StateDict first.
 */
@NullMarked
package dev.kiln.host.weights;

import org.jspecify.annotations.NullMarked;
