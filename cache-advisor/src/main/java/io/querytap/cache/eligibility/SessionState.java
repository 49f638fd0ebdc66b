package io.querytap.cache.eligibility;

import io.querytap.cache.generation.TableSet;
import io.querytap.cache.key.KeyWriter;
import io.querytap.core.cache.ParameterLog;
import io.querytap.core.cache.Setter;
import io.querytap.core.pattern.lexis.Dialect;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the application did to the session of one physical connection since it was made: settings, which become part of the key, and what
 * cannot be part of one, which makes the session stand aside until it is closed or put back as it was. For one thread.
 *
 * <p>Settings are kept in the order in which they were given last: some change others, so another order may be another session.
 */
public final class SessionState {
    /** A session that gives values to more settings stands aside. */
    static final int MAX_SETTINGS = 32;

    /** In characters; a longer value is none of a setting that a key should have. */
    static final int MAX_VALUE_LENGTH = 1_024;

    /** Calls of functions that wait for a catalogue. */
    static final int MAX_CALLS = 16;

    private static final String DEFAULT = "(default)";

    private final Planner planner;
    private final Dialect dialect;
    private final LinkedHashMap<String, String> settings = new LinkedHashMap<>();
    private final List<SessionChange> calls = new ArrayList<>();
    private @Nullable String taint;
    private boolean temporaryTables;
    private boolean setsIsolation;
    private boolean readsUncommitted;

    /** Of a connection as its driver has just made it. */
    public SessionState(Planner planner) {
        this.planner = planner;
        this.dialect = planner.basis().dialect;
    }

    /**
     * A text was executed.
     *
     * @param parameters what was bound; null for a statement without
     * @param outsideTransaction as the driver said before the execution
     * @param failed it threw; then nobody knows what was done of it
     */
    public void executed(TextPlan plan, @Nullable ParameterLog parameters, boolean outsideTransaction, boolean failed) {
        List<SessionChange> changes = plan.sessionChanges();
        for (int i = 0; i < changes.size(); i++) {
            apply(changes.get(i), parameters, outsideTransaction, failed);
        }
    }

    private void apply(
            SessionChange change, @Nullable ParameterLog parameters, boolean outsideTransaction, boolean failed) {
        switch (change.kind()) {
            case SET:
                if (!failed) {
                    set(change.name(), valueOf(change, parameters), outsideTransaction);
                }
                break;
            case RESET:
                if (!failed) {
                    reset(change.name(), outsideTransaction);
                }
                break;
            case RESET_ALL:
                if (!failed && settles(outsideTransaction)) {
                    settings.keySet().removeIf(name -> !name.equals("role") && !name.equals("session_authorization"));
                }
                break;
            case DISCARD_ALL:
                if (!failed) {
                    discard();
                }
                break;
            case READS_UNCOMMITTED:
                setsIsolation = true;
                readsUncommitted = true;
                break;
            case READS_COMMITTED:
                if (!failed) {
                    setsIsolation = true;
                    readsUncommitted = false;
                }
                break;
            case TEMPORARY_TABLE:
                temporaryTables = true;
                break;
            case CALLS:
                if (calls.size() < MAX_CALLS) {
                    calls.add(change);
                } else {
                    taint("many calls of functions that are not known yet");
                }
                break;
            default:
                taint(change.name());
                break;
        }
    }

    private static @Nullable String valueOf(SessionChange change, @Nullable ParameterLog parameters) {
        int index = change.parameter();
        if (index == SessionChange.NO_PARAMETER) {
            return change.value();
        }
        if (parameters == null || index > parameters.count() || !parameters.isComplete(parameters.count())) {
            return null;
        }
        boolean text = parameters.setter(index) == Setter.STRING || parameters.setter(index) == Setter.OBJECT;
        return text ? String.valueOf(parameters.value(index)) : null;
    }

    private void set(String name, @Nullable String value, boolean outsideTransaction) {
        if (value == null || value.length() > MAX_VALUE_LENGTH) {
            taint("a value of " + name + " that is not known");
            return;
        }
        if (!settles(outsideTransaction)) {
            return;
        }
        settings.remove(name);
        if (settings.size() == MAX_SETTINGS) {
            taint("more than " + MAX_SETTINGS + " settings");
            return;
        }
        settings.put(name, value);
    }

    private void reset(String name, boolean outsideTransaction) {
        if (settings.isEmpty()) {
            return;
        }
        if (settings.size() == 1 && settings.containsKey(name)) {
            if (settles(outsideTransaction)) {
                settings.clear();
            }
            return;
        }
        set(name, DEFAULT, outsideTransaction); // it may have changed others that were given a value since
    }

    /** Where a rollback takes back what was set, it is not known any more what holds. */
    private boolean settles(boolean outsideTransaction) {
        if (outsideTransaction || dialect != Dialect.POSTGRESQL) {
            return true;
        }
        taint("a setting inside a transaction");
        return false;
    }

    private void discard() {
        settings.clear();
        calls.clear();
        taint = null;
        temporaryTables = false;
    }

    private void taint(String reason) {
        if (taint == null) {
            taint = reason;
        }
    }

    /**
     * A method of the connection changed the session.
     *
     * @param value what it was given; null where it was null or is not known
     */
    public void changed(String method, @Nullable Object value, boolean outsideTransaction) {
        switch (method) {
            case "setReadOnly":
            case "setClientInfo":
                return; // the one answers the same or fails, the other is for people
            case "setTransactionIsolation":
                setsIsolation = true;
                readsUncommitted = !(value instanceof Integer) && dialect != Dialect.POSTGRESQL
                        || value instanceof Integer && (Integer) value == Connection.TRANSACTION_READ_UNCOMMITTED;
                return;
            case "setCatalog":
                if (dialect == Dialect.POSTGRESQL) {
                    return; // does nothing
                }
                set("database", value instanceof String ? (String) value : null, outsideTransaction);
                return;
            case "setSchema":
                if (dialect == Dialect.MYSQL) {
                    set("database", value instanceof String ? (String) value : null, outsideTransaction);
                } else {
                    set(
                            dialect == Dialect.POSTGRESQL ? "search_path" : "schema",
                            value instanceof String ? (String) value : null,
                            outsideTransaction);
                }
                return;
            default:
                taint(method);
                break;
        }
    }

    /**
     * Whether the session may take part, and what of it decides on answers.
     *
     * @param key is given the settings
     * @return null if it may
     */
    public @Nullable Refusal write(KeyWriter key) {
        if (!calls.isEmpty()) {
            resolveCalls();
        }
        if (taint != null) {
            return Refusal.TAINTED;
        }
        if (temporaryTables) {
            return Refusal.TEMPORARY_TABLE;
        }
        boolean uncommitted =
                setsIsolation ? readsUncommitted : planner.schema().readsUncommitted();
        if (uncommitted && dialect != Dialect.POSTGRESQL) { // which reads what is committed even so
            return Refusal.READ_UNCOMMITTED;
        }
        if (planner.schema().isReplica()) {
            return Refusal.REPLICA;
        }
        key.writeInt(settings.size());
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            key.writeText(setting.getKey()).writeText(setting.getValue());
        }
        return null;
    }

    private void resolveCalls() {
        Basis basis = planner.basis();
        if (!basis.schema.isKnown()) {
            return; // nothing is answered without a schema anyway
        }
        for (SessionChange call : calls) {
            boolean procedure = call.arguments() == SessionChange.OF_PROCEDURE;
            String name = TableSet.canonical(call.name());
            boolean known = !procedure
                    || basis.schema.isUserFunction(name)
                    || basis.rules.procedures().containsKey(call.name().toLowerCase(Locale.ROOT));
            if (!known
                    || FunctionEffects.written(call.name(), call.arguments(), basis)
                            .isEverything()) {
                taint("function " + name);
            }
        }
        calls.clear();
    }

    /** Why the session stands aside, for people; null if it does not. */
    public @Nullable String taint() {
        return taint;
    }
}
