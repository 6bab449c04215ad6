/** From prompt text to weighted token chunks. Open PromptSchedule and PromptChunks first. */
@NullMarked
package dev.kiln.host.prompt;

import org.jspecify.annotations.NullMarked;
