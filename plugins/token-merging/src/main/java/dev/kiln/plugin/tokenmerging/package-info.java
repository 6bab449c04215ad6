/** Token merging and token downsampling: self-attention on fewer tokens. */
@NullMarked
package dev.kiln.plugin.tokenmerging;

import org.jspecify.annotations.NullMarked;
