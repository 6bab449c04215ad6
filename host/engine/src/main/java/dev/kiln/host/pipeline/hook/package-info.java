/**
 * What hooks are given in a request: contexts, plans of networks, and what they have to say. Open
 * HookSource first.
 */
@NullMarked
package dev.kiln.host.pipeline.hook;

import org.jspecify.annotations.NullMarked;
