/** CFG-Zero*: guidance from a fitted negative prediction. */
@NullMarked
package dev.kiln.plugin.cfgzero;

import org.jspecify.annotations.NullMarked;
