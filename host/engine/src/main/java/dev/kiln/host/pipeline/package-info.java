/** The five stages of a generation. Open GenerationPipeline first. */
@NullMarked
package dev.kiln.host.pipeline;

import org.jspecify.annotations.NullMarked;
