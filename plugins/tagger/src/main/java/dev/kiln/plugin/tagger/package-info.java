/** Describes pictures by tags, with a network that the user has. Open InterrogateRoute first. */
@NullMarked
package dev.kiln.plugin.tagger;

import org.jspecify.annotations.NullMarked;
