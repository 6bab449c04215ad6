/** Caches text embeddings on disk, so that each prompt is encoded once per machine. */
@NullMarked
package dev.kiln.plugin.embeddingcache;

import org.jspecify.annotations.NullMarked;
