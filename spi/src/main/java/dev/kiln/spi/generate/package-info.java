/** What the host gives to a hook during a generation. Open PassContext first. */
@NullMarked
package dev.kiln.spi.generate;

import org.jspecify.annotations.NullMarked;
