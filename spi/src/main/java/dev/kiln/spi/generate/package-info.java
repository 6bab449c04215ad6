/** What the host hands to a hook while pictures are made. Open PassContext first. */
@NullMarked
package dev.kiln.spi.generate;

import org.jspecify.annotations.NullMarked;
