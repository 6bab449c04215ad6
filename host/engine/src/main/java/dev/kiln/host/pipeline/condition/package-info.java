/** From the prompt's text to conditions. Open PromptHooks and Conditioner first. */
@NullMarked
package dev.kiln.host.pipeline.condition;

import org.jspecify.annotations.NullMarked;
