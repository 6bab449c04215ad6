/** Applies LoRA files of all common kinds, named by tags in the prompt. */
@NullMarked
package dev.kiln.plugin.lora;

import org.jspecify.annotations.NullMarked;
