/** A small autoencoder beside the model's own. Open Taesd first. */
@NullMarked
package dev.kiln.plugin.taesd;

import org.jspecify.annotations.NullMarked;
