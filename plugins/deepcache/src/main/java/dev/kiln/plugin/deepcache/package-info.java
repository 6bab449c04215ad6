/** DeepCache: steps that compute only what lies around the deep blocks of the UNet. */
@NullMarked
package dev.kiln.plugin.deepcache;

import org.jspecify.annotations.NullMarked;
