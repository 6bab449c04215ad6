/** OpenAI's image API over the host's queue. Open ImagesRoute first. */
@NullMarked
package dev.kiln.plugin.openaiapi;

import org.jspecify.annotations.NullMarked;
