/** Words that were learned as vectors of the text encoder. Open InversionWords first. */
@NullMarked
package dev.kiln.plugin.textualinversion;

import org.jspecify.annotations.NullMarked;
