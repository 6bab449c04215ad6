/** Words that are drawn by lot from text files. Open Wildcards first. */
@NullMarked
package dev.kiln.plugin.wildcards;

import org.jspecify.annotations.NullMarked;
