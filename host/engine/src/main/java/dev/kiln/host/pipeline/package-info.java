/** The five stages of a generation. Open Generation first. */
@NullMarked
package dev.kiln.host.pipeline;

import org.jspecify.annotations.NullMarked;
