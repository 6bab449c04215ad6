/** How a picture was made, read back from its infotext. Open InfotextReading first. */
@NullMarked
package dev.kiln.host.infotext;

import org.jspecify.annotations.NullMarked;
