/** Files of LoRA as people download them: names of tensors, metadata, what lies beside them. */
@NullMarked
package dev.kiln.plugin.lora.file;

import org.jspecify.annotations.NullMarked;
