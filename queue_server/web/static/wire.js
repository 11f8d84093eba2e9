/**
 * The messages of `queue_server/messages.py` that staff pages read, as types for the checker.
 * A test compares the fields of both files.
 *
 * @typedef {Record<string, string>} Words
 *
 * @typedef {object} SignedIn
 * @property {string} staff
 * @property {string} name
 * @property {string[]} roles
 *
 * @typedef {object} TicketView
 * @property {string} ticket
 * @property {number} version
 * @property {string} label
 * @property {string} service
 * @property {Words} service_name
 * @property {string | null} procedure
 * @property {Words | null} procedure_name
 * @property {string} priority
 * @property {Words | null} priority_name
 * @property {string} status
 * @property {string} issued_at
 * @property {number} waited_s
 * @property {string | null} called_at
 * @property {string | null} started_at
 * @property {number} calls
 * @property {string} language
 * @property {string | null} calling_since
 * @property {number | null} usual_s
 * @property {string | null} note
 * @property {number | null} moved_from
 * @property {string | null} booked_at
 * @property {string | null} held_until
 * @property {number | null} reserved_for
 * @property {string | null} reserved_person
 * @property {string | null} keeps_turn_until
 *
 * @typedef {object} Why
 * @property {string} label
 * @property {number} waited_min
 * @property {number} head_start_min
 * @property {number} help_min
 * @property {number} score_min
 * @property {string | null} runner_up
 * @property {number | null} runner_up_score_min
 * @property {number} passed
 * @property {string | null} reason
 *
 * @typedef {object} Undoable
 * @property {number} revision
 * @property {string} kind
 * @property {string} by
 * @property {string | null} label
 * @property {string} until
 *
 * @typedef {object} CounterState
 * @property {number} revision
 * @property {string} as_of
 * @property {number} counter
 * @property {Words} counter_name
 * @property {"closed" | "idle" | "calling" | "serving" | "paused"} state
 * @property {string | null} clerk
 * @property {string | null} clerk_name
 * @property {string | null} reason
 * @property {boolean} armed
 * @property {boolean} may_take_over
 * @property {TicketView | null} ticket
 * @property {"open" | "call_next" | "start" | "finish_next" | "back_to_work" | "none"} step
 * @property {string | null} absent_from
 * @property {TicketView[]} queue
 * @property {TicketView[]} held
 * @property {TicketView[]} missed
 * @property {number} waiting
 * @property {number} longest_wait_s
 * @property {number | null} call
 * @property {Why | null} why
 * @property {Undoable | null} undo
 *
 * @typedef {object} CounterSummary
 * @property {number} counter
 * @property {Words} name
 * @property {string} state
 * @property {string | null} clerk
 * @property {string | null} clerk_name
 * @property {string | null} label
 * @property {string | null} since
 * @property {string | null} reason
 * @property {string | null} lost_since
 *
 * @typedef {object} CounterList
 * @property {CounterSummary[]} counters
 *
 * @typedef {object} ServiceChoice
 * @property {string} id
 * @property {string} prefix
 * @property {Words} name
 *
 * @typedef {object} ProcedureChoice
 * @property {string} id
 * @property {string} service
 * @property {Words} name
 *
 * @typedef {object} Person
 * @property {string} staff
 * @property {string} name
 *
 * @typedef {object} DeskAbout
 * @property {ServiceChoice[]} services
 * @property {ProcedureChoice[]} procedures
 * @property {number[]} counters
 * @property {Person[]} people
 * @property {number} hold_min
 * @property {number} undo_s
 * @property {number} no_show_calls
 * @property {number} wait_target_min
 * @property {string[]} hold_reasons
 * @property {string[]} pause_reasons
 * @property {string[]} call_reasons
 * @property {string[]} cancel_reasons
 * @property {string[]} without_ticket_reasons
 * @property {string[]} give_reasons
 *
 * @typedef {object} Found
 * @property {TicketView[]} tickets
 *
 * @typedef {object} Appointments
 * @property {TicketView[]} tickets
 *
 * @typedef {object} CounterCommand
 * @property {string | null} ticket
 * @property {number | null} version
 * @property {string} outcome
 * @property {string | null} reason
 * @property {string | null} note
 * @property {number | null} minutes
 * @property {string | null} service
 * @property {string | null} procedure
 * @property {number | null} to_counter
 * @property {string | null} to_person
 * @property {number | null} revision
 *
 * @typedef {object} ServiceFigures
 * @property {string} service
 * @property {string} prefix
 * @property {Words} name
 * @property {number} waiting
 * @property {number} longest_wait_s
 * @property {number} issued
 * @property {number} called
 * @property {number | null} wait_median_s
 * @property {number | null} wait_p90_s
 * @property {number | null} within_target
 *
 * @typedef {object} Today
 * @property {number} issued
 * @property {number} finished
 * @property {number} missed
 * @property {number} cancelled
 * @property {number} expired
 * @property {number} in_hall
 * @property {number} waiting
 * @property {number} longest_wait_s
 * @property {number | null} wait_median_s
 * @property {number | null} wait_p90_s
 * @property {number | null} within_target
 * @property {number} target_min
 * @property {number} held
 * @property {number} help
 * @property {number} help_unanswered
 * @property {number} extra_papers
 *
 * @typedef {object} PrinterHealth
 * @property {"up" | "down" | "unknown"} link
 * @property {"ok" | "near_end" | "out" | "unknown"} paper
 * @property {boolean | null} cover_open
 * @property {boolean | null} online
 * @property {boolean | null} cutter_error
 * @property {string | null} stopped
 *
 * @typedef {object} LineHealth
 * @property {string} name
 * @property {boolean} up
 * @property {number[]} silent
 * @property {number[]} unknown
 *
 * @typedef {object} OutOfOrder
 * @property {number} calls
 * @property {number} chosen
 *
 * @typedef {object} DeviceNow
 * @property {string} device
 * @property {string} kind
 * @property {string} name
 * @property {string | null} last_seen
 * @property {boolean} online
 * @property {PrinterHealth | null} printer
 * @property {number} unsent_tickets
 * @property {number} refused_tickets
 * @property {number} reserve_left
 * @property {boolean} revoked
 * @property {"none" | "up" | "down"} scanner
 * @property {LineHealth[]} lines
 * @property {string[]} notices
 *
 * @typedef {object} DayPoint
 * @property {string} at
 * @property {number} arrived
 * @property {number} finished
 * @property {number} waiting
 *
 * @typedef {object} NumbersOfDay
 * @property {number} given
 * @property {number} issued
 * @property {number} leased_unused
 * @property {number} reserve_unused
 * @property {number} skipped
 * @property {number} by_visitor
 * @property {number} missed
 * @property {number} unprinted
 *
 * @typedef {object} ManagerState
 * @property {number} revision
 * @property {string} as_of
 * @property {string} day
 * @property {Words} name
 * @property {Today} today
 * @property {ServiceFigures[]} services
 * @property {CounterSummary[]} counters
 * @property {DeviceNow[]} devices
 * @property {DayPoint[]} line
 * @property {OutOfOrder} week
 * @property {NumbersOfDay} numbers
 * @property {AlarmNow[]} alarms
 * @property {VoiceNow[]} voices
 * @property {BroadcastNow[]} broadcasts
 * @property {number} centre_version
 *
 * @typedef {object} VoiceNow
 * @property {string} zone
 * @property {Words[]} boards
 * @property {string} state
 * @property {string | null} kind
 * @property {Words | null} name
 * @property {string | null} problem
 * @property {string | null} since
 * @property {boolean} alarm
 * @property {string | null} last_label
 * @property {string | null} last_at
 * @property {number | null} last_delay_ms
 * @property {string[]} unheard
 *
 * @typedef {object} BroadcastNow
 * @property {string} broadcast
 * @property {string} kind
 * @property {Words} text
 * @property {string[]} zones
 * @property {boolean} urgent
 * @property {number} times
 * @property {number} said
 * @property {string} said_at
 * @property {string | null} next_at
 * @property {string} by
 * @property {boolean} stands
 * @property {boolean} withdrawn
 *
 * @typedef {object} Phrase
 * @property {string} kind
 * @property {Words} text
 * @property {boolean} urgent
 *
 * @typedef {object} Phrases
 * @property {Phrase[]} phrases
 * @property {string[]} languages
 * @property {string[]} zones
 *
 * @typedef {object} AlarmNow
 * @property {string} alarm
 * @property {string} kind
 * @property {string} device
 * @property {string} device_name
 * @property {string} at
 * @property {string} state
 * @property {string | null} answered_by
 * @property {string | null} procedure
 * @property {Words | null} procedure_name
 * @property {number | null} counter
 * @property {Words | null} counter_name
 *
 * @typedef {object} Alarms
 * @property {string} as_of
 * @property {AlarmNow[]} alarms
 *
 * @typedef {object} PolicyClass
 * @property {string} id
 * @property {Words} name
 * @property {number} head_start_min
 *
 * @typedef {object} PolicyNow
 * @property {number} help_after_min
 * @property {number} appointment_head_start_min
 * @property {PolicyClass[]} classes
 *
 * @typedef {object} PolicyEffect
 * @property {number} visits
 * @property {number} median_before_s
 * @property {number} median_after_s
 * @property {number} p90_before_s
 * @property {number} p90_after_s
 * @property {number} mean_before_s
 * @property {number} mean_after_s
 * @property {number} longer
 * @property {number} shorter
 * @property {number} largest_loss_s
 * @property {number} unreached_before
 * @property {number} unreached_after
 *
 * @typedef {object} PolicyRow
 * @property {string} id
 * @property {Words | null} name
 * @property {PolicyEffect} effect
 *
 * @typedef {object} PolicyPreview
 * @property {number} days
 * @property {string | null} first
 * @property {string | null} last
 * @property {PolicyEffect | null} everybody
 * @property {PolicyRow[]} classes
 * @property {PolicyRow[]} services
 * @property {number | null} error_s
 *
 * @typedef {object} SlipNow
 * @property {string} slip
 * @property {string} kind
 * @property {string} device
 * @property {"ordered" | "confirmed" | "failed" | "unknown"} state
 * @property {string | null} code
 * @property {string} ordered_at
 *
 * @typedef {object} PrinterNow
 * @property {string} device
 * @property {string} name
 * @property {string | null} problem
 * @property {boolean} near_end
 * @property {string | null} last_seen
 *
 * @typedef {object} Printers
 * @property {PrinterNow[]} printers
 *
 * @typedef {object} Document
 * @property {Words} name
 * @property {number} original
 * @property {number} certified_copy
 * @property {number} photocopy
 * @property {boolean} present_only
 * @property {string | null} condition
 * @property {boolean} by_data
 * @property {string | null} question
 * @property {boolean} needed_if
 *
 * @typedef {object} Papers
 * @property {string} procedure
 * @property {Words} name
 * @property {Document[]} documents
 * @property {boolean} verified
 *
 * @typedef {object} Problem
 * @property {string} type
 * @property {string} title
 * @property {number} status
 * @property {string} code
 * @property {string | null} detail
 * @property {Record<string, string | number | null>} about
 */

export {};
