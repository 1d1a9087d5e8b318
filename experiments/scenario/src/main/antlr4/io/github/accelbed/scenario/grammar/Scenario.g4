/*
 * The scenario language (.scn): one question a file, one statement a line. docs/scenario-language.md is its reference.
 *
 * The grammar fixes the shape of every line; what a name stands for, and who may take which step, is checked afterwards,
 * where the message can say more than "unexpected token". Three conventions keep those messages exact:
 *
 *  - every decision is made on one token, so an error is always at the token where the line goes wrong;
 *  - the words of the language are tokens, but all of them except the `reserved` ones are still free as names (`name`);
 *  - blank lines never reach the parser: one NL ends each line that says something, and PREFIXED, a token without text,
 *    stands before an expectation that has a prefix (a colon follows somewhere on its line). LineTokens sees to both.
 */
grammar Scenario;

tokens { PREFIXED }

file
    : header* RUN NL statement+ EXPECT NL expectation+ EOF
    ;

// ---- headers, in any order

header
    : SCENARIO freeName NL                          # scenarioHeader
    | TITLE STRING NL                               # titleHeader
    | CLAIM claimId+ NL                             # claimHeader
    | KERNEL release (COMMA? release)* NL            # kernelHeader
    | BACKEND backendName+ NL                       # backendHeader
    | DEVICE deviceName deviceOption* NL            # deviceHeader
    | LIMIT limit NL                                # limitHeader
    | EXPLORE exploration NL                        # exploreHeader
    | WITHOUT mechanismName+ NL                     # withoutHeader
    ;

release
    : VERSION | RANGE | name
    ;

deviceOption
    : QUEUES INT                                    # deviceQueues
    | VIA backendName                               # deviceVia
    | NO_PASID                                      # deviceNoPasid
    | NO_PRI                                        # deviceNoPri
    | NO_RAWIO                                      # deviceNoRawio
    | IOMMU iommuName                               # deviceIommu
    | BITS INT                                      # deviceBits
    ;

limit
    : MEMLOCK (SIZE | INT)                          # limitMemlock
    | PASIDS INT                                    # limitPasids
    | MAPS INT                                      # limitMaps
    | HUGEPAGES INT                                 # limitHugepages
    ;

exploration
    : EVENTS (EVICT | RECLAIM | PREFETCH | MIGRATE)+ # exploreEvents
    | RETRIES INT                                   # exploreRetries
    ;

// ---- the run

statement
    : stepLine
    | par
    ;

par
    : PAR (PREEMPT INT)? NL branch (AND NL branch)+ END NL
    ;

branch
    : stepLine+
    ;

stepLine
    : actor COLON step (ARROW registerName)? NL
    ;

actor
    : ROOT
    | name
    ;

step
    : MMAP bufferName INT mmapOption*               # mmap
    | MUNMAP range                                  # munmap
    | MREMAP movedName bufferName                   # mremap
    | MPROTECT range (RW | RO | NONE)               # mprotect
    | MADVISE range advice                          # madvise
    | TRUNCATE fileName INT                         # truncate
    | UFFD range (PROTECT | UNPROTECT)              # uffd
    | READ page?                                    # read
    | WRITE page? value                             # write
    | FORK processName                              # fork
    | VFORK processName                             # vfork
    | CLONE processName                             # clone
    | EXEC (KEEPING bufferName)?                    # exec
    | EXIT                                          # exit
    | KILL                                          # kill
    | OPEN queueName openOption*                    # open
    | LEASE queueName FROM processName              # lease
    | CLOSE queueName RAW?                          # close
    | DUP queueName queueName                       # dup
    | MAP queueName range (RW | RO)? (AT_WORD bufferName)? VADDR? # map
    | UNMAP queueName range VADDR?                  # unmap
    | REREG queueName range (RW | RO)               # rereg
    | START queueName                               # start
    | PUT queueName                                 # put
    | REGION queueName (MMIO | DUS)                 # region
    | UNREGION queueName (MMIO | DUS)               # unregion
    | TOUCH queueName (MMIO | DUS)                  # touch
    | SUBMIT queueName job                          # submit
    | BIND queueName OF processName                 # bind
    | CALL callee callName range* INT*              # call
    | PIN referenceName range pinOption*            # pin
    | GET referenceName range (RW | RO)?            # get
    | UNPIN referenceName                           # unpin
    | COPY range range                              # copy
    | TAG queueName                                 # tag
    | CREATE_MDEV mdevName ON deviceName            # createMdev
    | REMOVE_MDEV mdevName                          # removeMdev
    | RELEASE queueName AT_WORD processName         # releaseLease
    | ISOLATE deviceName                            # isolate
    | UNPLUG deviceName                             # unplug
    | PLUG deviceName                               # plug
    | SWAPOUT processName range                     # swapout
    | KSM (processName range)?                      # ksm
    | MIGRATE processName range                     # migrate
    | CLEAR_REFS processName                        # clearRefs
    | NUMA_HINT processName range                   # numaHint
    | KHUGEPAGED processName range                  # khugepaged
    | COUNT counter                                 # count
    ;

mmapOption
    : PRIVATE | SHARED | RW | RO | NONE | HUGE | HUGETLB | MOVABLE | CMA | FILE fileName | MEMFD fileName | AT_WORD placeName
    ;

openOption
    : ON deviceName | OF mdevName | WITH queueName | INHERIT | RAW
    ;

job
    : READ page                                     # readJob
    | WRITE page value                              # writeJob
    ;

pinOption
    : RW | RO | LONGTERM
    ;

advice
    : DONTNEED | FREE | DONTFORK | DOFORK | WIPEONFORK | KEEPONFORK | POPULATE | REMOVE | COLLAPSE
    | MERGEABLE | UNMERGEABLE
    ;

page
    : bufferName (LBRACK INT RBRACK)?
    ;

range
    : bufferName (LBRACK INT (DOTS INT)? RBRACK)?
    ;

value
    : INT
    | STRING
    ;

// ---- expectations

expectation
    : (PREFIXED prefix COLON)? condition NL
    ;

prefix
    : backendName* (AT versions+=(VERSION | RANGE)+)? (ALWAYS | SOMETIMES | NEVER)?
    ;

condition
    : conjunction (OR conjunction)*
    ;

conjunction
    : negation (AND negation)*
    ;

negation
    : NOT negation                                  # not
    | LPAREN condition RPAREN                       # brackets
    | left=operand comparator right=operand         # comparison
    ;

comparator
    : EQ | NE | LT | LE | GT | GE
    ;

operand
    : INT                                           # integerOperand
    | STRING                                        # textOperand
    | counter                                       # wordOperand
    ;

counter
    : name (LPAREN argument RPAREN)?
    ;

// ---- names; the rules differ only so that a message can say what name was expected

freeName      : ~NL+ ;
claimId       : CLAIM_ID | name ;
backendName   : name ;
deviceName    : name ;
iommuName     : name ;
mechanismName : name ;
processName   : name ;
bufferName    : name ;
movedName     : name ;
queueName     : name ;
referenceName : name ;
mdevName      : name ;
fileName      : name ;
placeName     : name ;
callee        : name ;
callName      : name ;
registerName  : name ;
argument      : name ;

// Every word but the reserved ones: run par and end expect root or not always sometimes never.
name
    : WORD
    | SCENARIO | TITLE | CLAIM | KERNEL | BACKEND | DEVICE | LIMIT | EXPLORE | WITHOUT
    | QUEUES | VIA | NO_PASID | NO_PRI | NO_RAWIO | IOMMU | BITS | MEMLOCK | PASIDS | MAPS | EVENTS | RETRIES | EVICT | RECLAIM | PREFETCH
    | MMAP | MUNMAP | MREMAP | MPROTECT | MADVISE | TRUNCATE | UFFD | PROTECT | UNPROTECT | READ | WRITE | FORK | VFORK | CLONE | EXEC | KEEPING | EXIT | KILL
    | OPEN | LEASE | CLOSE | DUP | MAP | UNMAP | REREG | START | PUT | REGION | UNREGION | TOUCH | SUBMIT | RELEASE | BIND | CALL | PIN | GET | UNPIN | COPY | TAG
    | CREATE_MDEV | REMOVE_MDEV | ISOLATE | UNPLUG | PLUG | PREEMPT | SWAPOUT | KSM | MIGRATE | CLEAR_REFS | NUMA_HINT | KHUGEPAGED | COUNT
    | PRIVATE | SHARED | RW | RO | NONE | HUGE | FILE | ON | OF | FROM | WITH | INHERIT | RAW | LONGTERM | MMIO | DUS | AT_WORD
    | MEMFD | VADDR | REMOVE | MOVABLE | CMA | HUGETLB | HUGEPAGES
    | DONTNEED | FREE | DONTFORK | DOFORK | WIPEONFORK | KEEPONFORK | POPULATE | COLLAPSE | MERGEABLE | UNMERGEABLE
    ;

// ---- words

SCENARIO : 'scenario' ;
TITLE : 'title' ;
CLAIM : 'claim' ;
KERNEL : 'kernel' ;
BACKEND : 'backend' ;
DEVICE : 'device' ;
LIMIT : 'limit' ;
EXPLORE : 'explore' ;
WITHOUT : 'without' ;
QUEUES : 'queues' ;
VIA : 'via' ;
NO_PASID : 'no-pasid' ;
NO_PRI : 'no-pri' ;
NO_RAWIO : 'no-rawio' ;
IOMMU : 'iommu' ;
BITS : 'bits' ;
MEMLOCK : 'memlock' ;
PASIDS : 'pasids' ;
MAPS : 'maps' ;
HUGEPAGES : 'hugepages' ;
EVENTS : 'events' ;
RETRIES : 'retries' ;
EVICT : 'evict' ;
RECLAIM : 'reclaim' ;
PREFETCH : 'prefetch' ;

RUN : 'run' ;
PAR : 'par' ;
AND : 'and' ;
END : 'end' ;
EXPECT : 'expect' ;
ROOT : 'root' ;
OR : 'or' ;
NOT : 'not' ;
ALWAYS : 'always' ;
SOMETIMES : 'sometimes' ;
NEVER : 'never' ;

MMAP : 'mmap' ;
MUNMAP : 'munmap' ;
MREMAP : 'mremap' ;
MPROTECT : 'mprotect' ;
MADVISE : 'madvise' ;
TRUNCATE : 'truncate' ;
UFFD : 'uffd' ;
PROTECT : 'protect' ;
UNPROTECT : 'unprotect' ;
READ : 'read' ;
WRITE : 'write' ;
FORK : 'fork' ;
VFORK : 'vfork' ;
CLONE : 'clone' ;
EXEC : 'exec' ;
KEEPING : 'keeping' ;
EXIT : 'exit' ;
KILL : 'kill' ;
OPEN : 'open' ;
LEASE : 'lease' ;
CLOSE : 'close' ;
DUP : 'dup' ;
MAP : 'map' ;
UNMAP : 'unmap' ;
REREG : 'rereg' ;
START : 'start' ;
PUT : 'put' ;
REGION : 'region' ;
UNREGION : 'unregion' ;
TOUCH : 'touch' ;
SUBMIT : 'submit' ;
RELEASE : 'release' ;
BIND : 'bind' ;
CALL : 'call' ;
PIN : 'pin' ;
GET : 'get' ;
UNPIN : 'unpin' ;
COPY : 'copy' ;
TAG : 'tag' ;
CREATE_MDEV : 'create-mdev' ;
REMOVE_MDEV : 'remove-mdev' ;
ISOLATE : 'isolate' ;
UNPLUG : 'unplug' ;
PLUG : 'plug' ;
PREEMPT : 'preempt' ;
SWAPOUT : 'swapout' ;
KSM : 'ksm' ;
MIGRATE : 'migrate' ;
CLEAR_REFS : 'clear-refs' ;
NUMA_HINT : 'numa-hint' ;
KHUGEPAGED : 'khugepaged' ;
COUNT : 'count' ;

PRIVATE : 'private' ;
SHARED : 'shared' ;
RW : 'rw' ;
RO : 'ro' ;
NONE : 'none' ;
HUGE : 'huge' ;
HUGETLB : 'hugetlb' ;
MOVABLE : 'movable' ;
CMA : 'cma' ;
FILE : 'file' ;
MEMFD : 'memfd' ;
ON : 'on' ;
OF : 'of' ;
FROM : 'from' ;
WITH : 'with' ;
INHERIT : 'inherit' ;
RAW : 'raw' ;
LONGTERM : 'longterm' ;
MMIO : 'mmio' ;
DUS : 'dus' ;
VADDR : 'vaddr' ;
AT_WORD : 'at' ;
DONTNEED : 'dontneed' ;
FREE : 'free' ;
DONTFORK : 'dontfork' ;
DOFORK : 'dofork' ;
WIPEONFORK : 'wipeonfork' ;
KEEPONFORK : 'keeponfork' ;
POPULATE : 'populate' ;
MERGEABLE : 'mergeable' ;
UNMERGEABLE : 'unmergeable' ;
COLLAPSE : 'collapse' ;
REMOVE : 'remove' ;

WORD : [A-Za-z] [A-Za-z0-9_]* ('-' [A-Za-z0-9_]+)* ;

// ---- numbers

INT : '-'? [0-9]+ ;
SIZE : [0-9]+ [KMG] ;
CLAIM_ID : [0-9]+ ('-' [0-9A-Za-z]+)+ ;
VERSION : [0-9]+ ('.' [0-9]+)+ ;
// One token, so that `5.9.. 5.18` stays two ranges.
RANGE : VERSION '..' VERSION? | '..' VERSION ;
ODD_NUMBER : [0-9]+ [A-Za-z_] [A-Za-z0-9_]* ;

// ---- texts and signs

STRING : '"' (~["\\\r\n] | '\\' ~[\r\n])* '"' ;
OPEN_STRING : '"' (~["\\\r\n] | '\\' ~[\r\n])* '\\'? ;

COLON : ':' ;
COMMA : ',' ;
ARROW : '->' ;
LBRACK : '[' ;
RBRACK : ']' ;
LPAREN : '(' ;
RPAREN : ')' ;
DOTS : '..' ;
AT : '@' ;
EQ : '=' ;
NE : '!=' ;
LT : '<' ;
LE : '<=' ;
GT : '>' ;
GE : '>=' ;

NL : '\r'? '\n' ;
COMMENT : '#' ~[\r\n]* -> skip ;
BLANK : [ \t]+ -> skip ;
OTHER : . ;
