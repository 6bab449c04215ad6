/** Draws with LoRA files, of all the kinds that people share, named by tags in the prompt. */
@NullMarked
package dev.kiln.plugin.lora;

import org.jspecify.annotations.NullMarked;
