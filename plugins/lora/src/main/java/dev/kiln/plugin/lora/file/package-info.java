/** LoRA files as people download them: tensor names, metadata, and the files beside them. */
@NullMarked
package dev.kiln.plugin.lora.file;

import org.jspecify.annotations.NullMarked;
