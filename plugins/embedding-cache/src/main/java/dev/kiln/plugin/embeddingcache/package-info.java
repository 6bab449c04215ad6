/** Keeps text embeddings on disk, so that a prompt is encoded once on a machine. */
@NullMarked
package dev.kiln.plugin.embeddingcache;

import org.jspecify.annotations.NullMarked;
