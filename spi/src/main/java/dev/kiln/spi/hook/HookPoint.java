package dev.kiln.spi.hook;

import dev.kiln.spi.ImplementedByPlugins;
import org.pf4j.ExtensionPoint;

/**
 * A place in the host that a plugin can extend. An extension is a CDI bean, annotated with {@code
 * org.pf4j.Extension}, that implements one or more of the interfaces of this package.
 *
 * <p>Promises common to all hooks: an extension is one object for the life of its plugin and may be
 * called for several generations at once, so it has only final fields; what belongs to one
 * generation lives in what {@code open} returns. What a hook throws is reported with plugin id,
 * hook and step; a {@link dev.kiln.spi.BadRequest} keeps its message, which tells the user what to
 * correct.
 */
@ImplementedByPlugins
public interface HookPoint extends ExtensionPoint {}
