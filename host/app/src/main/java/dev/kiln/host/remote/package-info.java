/** Files on other machines, by HTTP. Nothing else of Kiln's reaches out. Open Download first. */
@NullMarked
package dev.kiln.host.remote;

import org.jspecify.annotations.NullMarked;
