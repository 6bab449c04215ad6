/** Single-file checkpoints: what they are and which networks they hold. Open Checkpoint first. */
@NullMarked
package dev.kiln.host.weights.checkpoint;

import org.jspecify.annotations.NullMarked;
