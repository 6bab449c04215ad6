/** Times of operators, blocks and kinds of layers. Open MicroCommand first. */
@NullMarked
package dev.kiln.plugin.systeminfo.micro;

import org.jspecify.annotations.NullMarked;
