/** Gives guided predictions the spread of the prompt's own. */
@NullMarked
package dev.kiln.plugin.rescalecfg;

import org.jspecify.annotations.NullMarked;
