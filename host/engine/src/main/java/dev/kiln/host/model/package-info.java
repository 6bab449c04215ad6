/** Model folders and the networks in them. Open ModelFolder first. */
@NullMarked
package dev.kiln.host.model;

import org.jspecify.annotations.NullMarked;
